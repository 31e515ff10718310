"""kafkatui in a browser: who may look, what is started for whom, and the page it is drawn on."""
