// Due dates as an officer meets them, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import App from '../App.svelte';
import { shiftDate, todayIso } from '../draft/form/dates';
import { i18n } from '../i18n/index.svelte';
import { MockBackend } from '../mock/backend';
import type { Document, Due } from '../platform/types';
import { brief, shortDay, whole } from './terms';

let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name);
const find = (name: string) => screen.findByTestId(name);
const called = (cmd: string) => backend.calls.filter((call) => call.cmd === cmd).map((call) => call.args);
const day = (from: number) => shiftDate(todayIso(), from) ?? '';
const input = (element: Element, value: string) => fireEvent.input(element, { target: { value } });
const rows = () => screen.queryAllByTestId('library-row').map((row) => row.querySelector('b')?.textContent);
const terms = () => screen.queryAllByTestId('row-term').map((term) => term.textContent.trim());

const letter = (subject: string, received = ''): Document => ({
  template: 'letter',
  lang: 'zh-Hant-HK',
  fields: { subject, ...(received === '' ? {} : { received }) },
  body: [{ kind: 'paragraph', runs: [{ text: '正文。', bold: false, underline: false }] }],
});

async function open() {
  mockIPC(backend.handle);
  render(App);
  await find('page');
}

beforeEach(() => {
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  backend = new MockBackend();
  i18n.lang = 'zh-Hant-HK';
});
afterEach(() => {
  cleanup();
  clearMocks();
});

describe('a term in words', () => {
  const term = (over: Partial<Due>): Due => ({
    state: 'running',
    due: '2026-12-05',
    letter: null,
    left: 5,
    day: null,
    doneOn: null,
    ...over,
  });
  const said = (lang: 'zh-Hant-HK' | 'en-GB', over: Partial<Due>) => {
    i18n.lang = lang;
    return [brief(term(over)), whole(term(over))];
  };

  test('says how many days are left or past, and the day of the letter’s clock', () => {
    expect(said('zh-Hant-HK', {})).toEqual(['限期 5.12.2026，尚餘 5 日', '限期 5.12.2026，尚餘 5 日']);
    expect(said('zh-Hant-HK', { state: 'soon', left: 3, day: 7 })[1]).toBe(
      '限期 5.12.2026，尚餘 3 日，收信後第 7 日；未能詳覆，宜先發簡覆',
    );
    expect(said('en-GB', { state: 'soon', left: 1 })[0]).toBe('Due 5.12.2026, 1 day left');
    expect(said('en-GB', { state: 'today', left: 0 })[0]).toBe('Due today, 5.12.2026');
    expect(said('en-GB', { state: 'over', left: -2 })[0]).toBe('Due 5.12.2026, overdue by 2 days');
  });

  test('says on which day it went, and whether in time', () => {
    const done = { state: 'done', left: 1, day: 9, doneOn: '2026-12-04' } as const;
    expect(said('zh-Hant-HK', done)[1]).toBe('已於收信後第 9 日（4.12.2026）發出／辦妥，在限期內');
    expect(said('en-GB', { ...done, state: 'late', left: -1, day: null })[1]).toBe(
      'Sent or done on 4.12.2026, 1 day late',
    );
    expect(said('zh-Hant-HK', { ...done, due: null, left: null, day: null })[1]).toBe('已於 4.12.2026 發出／辦妥');
  });
});

test('the library tells what presses, lists it first, and a row is marked done and taken back', async () => {
  backend.put(letter('覆甲', day(-12)), '', 4);
  backend.put(letter('覆乙', day(-8)), '', 3);
  backend.put(letter('便箋'), '', 5);
  backend.put(letter('覆丙', day(-1)), '', 2);
  await open();
  await waitFor(() => expect(id('rail-due').textContent).toContain('1 份已逾期，1 份將於三日內到期'));
  await fireEvent.click(id('rail-library'));
  await find('library-pressing');
  await waitFor(() => expect(rows()).toEqual(['便箋', '覆甲', '覆乙', '覆丙']));
  expect(terms()).toEqual([
    `限期 ${shortDay(day(-2))}，已逾期 2 日`,
    `限期 ${shortDay(day(2))}，尚餘 2 日`,
    `限期 ${shortDay(day(9))}，尚餘 9 日`,
  ]);
  await fireEvent.click(screen.getByLabelText('待辦 2'));
  await waitFor(() => expect(rows()).toEqual(['覆甲', '覆乙', '覆丙']));

  const first = screen.getAllByTestId('library-row')[0] as HTMLElement;
  first.focus();
  await fireEvent.keyDown(first, { key: 'd', ctrlKey: true });
  await waitFor(() => expect(rows()).toEqual(['覆乙', '覆丙']));
  await waitFor(() => expect(document.activeElement).toBe(screen.getAllByTestId('library-row')[0]));
  expect(called('set_done').at(-1)).toMatchObject({ done: true, on: null });
  await waitFor(() => expect(id('library-pressing').textContent).toBe('1 份將於三日內到期'));
  await fireEvent.click(id('message-action'));
  await waitFor(() => expect(rows()).toEqual(['覆甲', '覆乙', '覆丙']));

  await fireEvent.click(screen.getAllByTestId('row-mark')[1] as Element);
  await waitFor(() => expect(rows()).toEqual(['覆甲', '覆丙']));
  await fireEvent.click(screen.getByLabelText('全部'));
  await waitFor(() => expect(rows()).toHaveLength(4));
  expect(screen.getAllByTestId('row-done')).toHaveLength(1);
  expect(terms()).toHaveLength(2);
});

test('a day is set beside the document and in the library, changed and cleared', async () => {
  const record = backend.put(letter('會議'), '要點');
  backend.current = record.id;
  await open();
  expect(screen.queryByTestId('document-term')).toBeNull();
  await fireEvent.click(id('document-due'));
  await fireEvent.click(await find('due-set'));
  await input(await find('due-day'), '30.2.2026');
  await fireEvent.click(id('due-save'));
  expect(id('due').textContent).toContain('請填寫日期');
  expect(called('set_due')).toHaveLength(0);
  await input(id('due-day'), shortDay(day(3)));
  await input(id('done-day'), day(1));
  await fireEvent.click(id('due-save'));
  expect(id('due').textContent).toContain('辦妥日期不能遲於今日');
  await input(id('done-day'), '');
  await fireEvent.keyDown(id('due-day'), { key: 'Enter' });
  await waitFor(() => expect(screen.queryByTestId('due')).toBeNull());
  expect(called('set_due')).toEqual([{ id: record.id, due: day(3) }]);
  expect(called('set_done')).toHaveLength(0);
  await waitFor(() => expect(id('document-term').textContent).toContain('尚餘 3 日'));
  await waitFor(() => expect(id('rail-due').textContent).toContain('1 份將於三日內到期'));

  await fireEvent.click(id('rail-library'));
  await fireEvent.click(await find('library-due'));
  await fireEvent.click(await find('due-clear'));
  await waitFor(() => expect(screen.queryByTestId('row-term')).toBeNull());
  await fireEvent.click(id('rail-draft'));
  await waitFor(() => expect(screen.queryByTestId('document-term')).toBeNull());
  await waitFor(() => expect(screen.queryByTestId('rail-due')).toBeNull());
});

test('an export marks nothing done, and offers to; the clock beside the document then stands still', async () => {
  const record = backend.put(letter('覆函', day(-11)), '要點');
  backend.current = record.id;
  await open();
  await waitFor(() => expect(id('document-term').dataset['state']).toBe('over'));
  await fireEvent.click(id('export-docx'));
  const offer = await find('export-done');
  expect(called('set_done')).toHaveLength(0);
  offer.focus();
  await fireEvent.click(offer);
  await waitFor(() => expect(id('document-term').dataset['state']).toBe('late'));
  expect(id('document-term').textContent).toContain('收信後第 11 日');
  expect(id('document-term').textContent).toContain('逾期 1 日');
  expect(screen.queryByTestId('export-done')).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(id('open-file')));
  expect(screen.queryByTestId('document-done')).toBeNull();
  await fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  await fireEvent.input(await find('palette-input'), { target: { value: '待辦' } });
  await fireEvent.keyDown(id('palette-input'), { key: 'Enter' });
  await waitFor(() => expect(screen.getByText(/沒有待辦的文件/)).toBeTruthy());
  await fireEvent.click(id('rail-draft'));
  await fireEvent.click(id('document-due'));
  await fireEvent.click(await find('due-reopen'));
  await waitFor(() => expect(id('document-term').dataset['state']).toBe('over'));
});
