// A text area as tall as its text.

import type { Attachment } from 'svelte/attachments';

/** `text` is read so that the height follows it, whoever changed it. */
export const autogrow =
  (text: () => string): Attachment<HTMLTextAreaElement> =>
  (area) => {
    void text();
    let width = -1;
    const fit = () => {
      const borders = area.offsetHeight - area.clientHeight;
      area.style.height = 'auto';
      // An empty list is as tall as a line, however long its grey example is.
      if (area.value !== '') area.style.height = `${area.scrollHeight + borders}px`;
    };
    fit();
    // Again when it comes into sight or the column changes its width.
    const observer = new ResizeObserver(() => {
      if (area.clientWidth !== width) fit();
      width = area.clientWidth;
    });
    observer.observe(area);
    return () => observer.disconnect();
  };
