// One polite hidden status for the whole window. The page itself is never a live region.

class Announcer {
  text = $state('');

  say(text: string) {
    // The same words twice are only spoken twice when they differ for the screen reader.
    this.text = text === this.text ? `${text}\u00a0` : text;
  }
}

export const announcer = new Announcer();
