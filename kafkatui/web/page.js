// Keys go to the terminal as soon as there is something in it, and again when its window is come back to: nobody
// clicks into a terminal first. Not before: textual.js tells of the focus over a connection that is not open yet.
"use strict";

const focusTerminal = () => {
  if (document.body.classList.contains("-first-byte")) document.querySelector(".xterm-helper-textarea")?.focus();
};

window.addEventListener("load", () => {
  const drawn = new MutationObserver(() => {
    if (!document.body.classList.contains("-first-byte")) return;
    drawn.disconnect();
    focusTerminal();
  });
  drawn.observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
window.addEventListener("focus", focusTerminal);
