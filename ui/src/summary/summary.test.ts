// A summary as an officer meets it, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import App from '../App.svelte';
import { i18n } from '../i18n/index.svelte';
import { MockBackend } from '../mock/backend';
import type { SummaryRequest } from '../platform/types';

let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name);
const find = (name: string) => screen.findByTestId(name);
const asked = () => backend.calls.filter((call) => call.cmd === 'summarise').at(-1)?.args['request'] as SummaryRequest;
const points = () =>
  screen.getAllByTestId('summary-point').map((point) => point.textContent.replace(/\s+/g, ' ').trim());

async function open() {
  mockIPC(backend.handle);
  render(App);
  await find('page');
}
async function fromPalette() {
  await fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  await fireEvent.input(await find('palette-input'), { target: { value: '撮要' } });
  await fireEvent.keyDown(id('palette-input'), { key: 'Enter' });
  await find('summary-paste');
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

test('a file is put into points; each shows its sentence, and all are copied as text', async () => {
  await open();
  await fromPalette();
  await fireEvent.click(id('summary-open'));
  await waitFor(() => expect((id('summary-paste') as HTMLTextAreaElement).value).toContain('經商議後'));
  await fireEvent.click(screen.getByLabelText('3'));
  await fireEvent.click(id('summary-begin'));
  await waitFor(() => expect(id('summary-said').textContent).toContain('共 2 點'));
  expect(asked()).toMatchObject({ points: 3, shorten: true, document: null });
  expect(points()).toEqual(['1. 決定更換升降機。 第 1 行', '2. 工程於12月8日開始。 第 3 行 · 原句']);
  await fireEvent.click(screen.getAllByTestId('summary-point')[1] as Element);
  await waitFor(() =>
    expect(id('summary-source').querySelector('.looked-at')?.textContent).toBe('工程於12月8日開始。'),
  );
  const writeText = vi.fn().mockResolvedValue(undefined);
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  await fireEvent.click(id('summary-copy'));
  await waitFor(() => expect(id('summary-said').textContent).toBe('已複製。'));
  expect(writeText).toHaveBeenCalledWith('1. 決定更換升降機。\n2. 工程於12月8日開始。');
});

test('the open document is summarised from where it is asked about, and stopped', async () => {
  await open();
  await fireEvent.click(id('sample-0'));
  await waitFor(() => expect(id('body-editor').querySelectorAll('p')).toHaveLength(4));
  await waitFor(() => expect(screen.queryByTestId('generate')).not.toBeNull());
  backend.script.hold = 'writing';
  await fireEvent.click(id('ask-open'));
  await fireEvent.click(await find('ask-summary'));
  await waitFor(() => expect(id('summary-said').textContent).toContain('正在撰寫第 1／4 點'));
  expect(asked().document?.fields['subject']).toBe('火警演習');
  await fireEvent.click(id('summary-stop'));
  await waitFor(() => expect(id('summary-said').textContent).toContain('已停止，寫成 0／4 點'));
  expect(backend.calls.some((call) => call.cmd === 'stop_summary')).toBe(true);
});

test('where the administrator switched rewriting off, the sentences stay as they stand', async () => {
  backend.managed = { ...backend.managed, featuresOff: ['rewrite'] };
  await open();
  await fromPalette();
  expect((id('summary-shorten') as HTMLInputElement).disabled).toBe(true);
  await fireEvent.input(id('summary-paste'), { target: { value: '經商議後，決定更換升降機。' } });
  await fireEvent.keyDown(id('summary-paste'), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(points()).toEqual(['1. 經商議後，決定更換升降機。 第 1 行 · 原句']));
  expect(asked().shorten).toBe(false);
});
