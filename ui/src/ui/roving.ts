// A list that works with the arrows, Home, End and type-ahead; one stop for Tab.

import type { Attachment } from 'svelte/attachments';
import { isComposing, SEEN } from '../shell/keys';

const TYPE_AHEAD_MS = 800;

/** Items are the elements with `data-item`. */
export const roving: Attachment<HTMLElement> = (list) => {
  let typed = '';
  let typedAt = 0;
  const items = () => [...list.querySelectorAll<HTMLElement>('[data-item]')];

  const focusin = (event: FocusEvent) => {
    const at = event.target instanceof Element ? event.target.closest('[data-item]') : null;
    if (at) for (const item of items()) item.tabIndex = item === at ? 0 : -1;
  };

  const keydown = (event: KeyboardEvent) => {
    if (isComposing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    if (at < 0) return;
    const go = (to: number) => {
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, to))]?.focus(SEEN);
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(all.length - 1);
    else if (event.key.length === 1 && event.key !== ' ') {
      typed = event.timeStamp - typedAt < TYPE_AHEAD_MS ? typed + event.key.toLowerCase() : event.key.toLowerCase();
      typedAt = event.timeStamp;
      const from = typed.length > 1 ? at : at + 1;
      const order = [...all.slice(from), ...all.slice(0, from)];
      const text = (item: HTMLElement) => (item.dataset['item'] || item.textContent || '').trim().toLowerCase();
      order.find((item) => text(item).startsWith(typed))?.focus(SEEN);
    }
  };

  list.addEventListener('focusin', focusin);
  list.addEventListener('keydown', keydown);
  return () => {
    list.removeEventListener('focusin', focusin);
    list.removeEventListener('keydown', keydown);
  };
};
