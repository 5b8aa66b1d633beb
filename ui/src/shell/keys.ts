// Keyboard rules shared by the whole window.

/** A key that belongs to an input method: nothing else may react to it. 229 is what WebKit reports meanwhile. */
export const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;

/** A key pressed in a dialog, which closes by it. That the page's editor calls Enter and Esc its own says nothing. */
export const inDialog = (event: KeyboardEvent) =>
  event.target instanceof Element && event.target.closest('dialog') !== null;

export const withCtrl = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey) && !event.altKey;

/** For focus that a key has moved: WebKit shows it only when it is told to. */
export const SEEN: FocusOptions = { focusVisible: true };
