// Minutes from notes as an officer meets them, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../App.svelte';
import { i18n } from '../i18n/index.svelte';
import { MockBackend } from '../mock/backend';
import type { NewMinutes } from '../platform/types';

const NOTES =
  '# 意外數字\n主席：今年有7單意外\nKW：滑倒嘅有幾多單？\n主席：決定鋪防滑墊\nKW：好。\n# 其他事項\n主席：下次再傾演習';
let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name);
const find = (name: string) => screen.findByTestId(name);
const rows = () => screen.getAllByTestId('minutes-row');
const box = (row: HTMLElement) => within(row).getByRole<HTMLInputElement>('checkbox');
const input = (element: Element, value: string) => fireEvent.input(element, { target: { value } });

async function read() {
  mockIPC(backend.handle);
  render(App);
  await find('page');
  await fireEvent.click(id('sample-minutes'));
  const field = await find('minutes-paste');
  await input(field, NOTES);
  await input(id('minutes-agenda'), '1. 意外數字');
  await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true, keyCode: 229 });
  expect(screen.queryByTestId('minutes-items')).toBeNull();
  await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  await find('minutes-items');
}
const made = () => backend.calls.find((call) => call.cmd === 'begin_minutes')?.args['minutes'] as NewMinutes;

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

test('the degree chooses what is in the minutes, and the officer has the last word', async () => {
  await read();
  expect(backend.calls.find((call) => call.cmd === 'read_notes')?.args['request']).toMatchObject({
    agenda: '1. 意外數字',
  });
  expect(rows().map((row) => box(row).checked)).toEqual([false, true, true, false, false]);
  await fireEvent.click(screen.getByText('詳記式'));
  expect(rows().map((row) => box(row).checked)).toEqual([true, true, true, false, true]);
  await fireEvent.click(screen.getByText('決議式'));
  expect(rows().map((row) => box(row).checked)).toEqual([false, false, true, false, false]);
  await fireEvent.click(box(rows()[3] as HTMLElement));
  await fireEvent.click(screen.getByText('簡錄式'));
  await fireEvent.click(box(rows()[1] as HTMLElement));
  expect(rows().map((row) => box(row).checked)).toEqual([false, false, true, true, false]);
  const owner = within(rows()[2] as HTMLElement).getByTestId('minutes-owner');
  await input(owner, '工程組');
  await input(screen.getAllByTestId('minutes-voice')[1] as Element, '郭先生');
  await input(screen.getAllByTestId('minutes-heading')[0] as Element, '2026年意外數字');
  await fireEvent.click(id('minutes-begin'));
  await waitFor(() => expect(screen.queryByTestId('minutes')).toBeNull());
  const { meeting } = made();
  expect(meeting.remarks.map((remark) => remark.degree)).toEqual([null, null, 'decisions', 'decisions', null]);
  expect(meeting.remarks[2]).toMatchObject({ kind: 'decided', owner: '工程組', text: '決定鋪防滑墊' });
  expect(meeting.speakers[1]).toMatchObject({ label: 'KW', called: '郭先生' });
  expect(meeting.items[0]?.heading).toBe('2026年意外數字');
});

test('the notes stand beside the minutes, and a change of language keeps what was put right', async () => {
  await read();
  await input(screen.getAllByTestId('minutes-voice')[1] as Element, 'Mr Kwok');
  await fireEvent.click(within(id('minutes-lang')).getByText('English'));
  await waitFor(() =>
    expect(screen.getAllByTestId<HTMLInputElement>('minutes-voice').map((voice) => voice.value)).toEqual([
      'The Chairman',
      'Mr Kwok',
    ]),
  );
  await waitFor(() => expect((id('minutes-begin') as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(id('minutes-begin'));
  await waitFor(() => expect(screen.queryByTestId('minutes')).toBeNull());
  expect(made().meeting.lang).toBe('en-GB');
  await waitFor(() => expect(id('minutes-lines').querySelectorAll('li')).toHaveLength(7));
  expect((id('points') as HTMLTextAreaElement).value).toContain('〔4〕The Chairman：決定鋪防滑墊');
});
