"""The app driven by keys and the mouse, whatever is below it: a fake session, a real cluster, a real terminal."""
