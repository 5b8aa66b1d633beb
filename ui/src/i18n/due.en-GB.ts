// The words of due dates, in English.

import type { due as zh } from './due.zh-Hant-HK';

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);

export const due: typeof zh = {
  title: 'Due date',
  filter: 'Documents shown',
  all: 'All',
  todo: 'To do',
  list: 'Show what is to do',
  todoCount: (count) => `To do ${count}`,
  pressing: (soon, over) =>
    [over > 0 ? `${over} overdue` : '', soon > 0 ? `${soon} due within three days` : ''].filter(Boolean).join(', '),
  none: 'There is nothing to do. A document with a due date, or a reply with the day its letter was received, is listed here.',
  running: (due, left) => `Due ${due}, ${days(left)} left`,
  soon: (due, left) => `Due ${due}, ${days(left)} left`,
  today: (due) => `Due today, ${due}`,
  over: (due, late) => `Due ${due}, overdue by ${days(late)}`,
  day: (day) => `day ${day} since the letter was received`,
  interim: 'if a full answer cannot be given, send an interim reply',
  done: (on) => `Sent or done on ${on}`,
  doneOn: (on, day) => `Sent or done on ${on}, day ${day} since the letter was received`,
  inTime: 'in time',
  late: (count) => `${days(count)} late`,
  doneShort: 'Done',
  menu: 'Due date',
  set: 'Set a due date…',
  change: 'Change the dates…',
  clear: 'Clear the date set',
  mark: 'Mark done',
  markThis: (name) => `Mark done: ${name}`,
  reopen: 'Mark not done',
  marked: (name) => `“${name}” is marked as sent or done`,
  about: (name) => `When “${name}” is due, and when it was dealt with. Neither is printed.`,
  dueDay: 'Due on',
  dueHint: 'Empty for no due date.',
  dueHintLetter: (day) => `Empty for the tenth day after the letter was received, ${day}.`,
  doneDay: 'Sent or done on',
  doneHint: 'Empty while it is still to be done.',
  wrong: 'Give a date, such as 5.12.2026.',
  ahead: 'It cannot have been done after today.',
  save: 'Save',
};
