// The keys of a panel are its own.

/** JupyterLab looks at the focused element itself for this mark and leaves its keys alone. */
export function guard(root) {
  root.addEventListener("focusin", (event) => {
    event.target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
  for (const kind of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(kind, (event) => event.stopPropagation());
  }
  // A click on something that takes no focus would hand the keys to the notebook's command mode.
  root.tabIndex = -1;
}
