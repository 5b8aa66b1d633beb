// Replying to a letter as an officer meets it, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../App.svelte';
import { i18n } from '../i18n/index.svelte';
import { MockBackend } from '../mock/backend';
import type { Reply } from '../platform/types';

const LETTER = '敬啟者：\n曾否派員量度噪音？\n本人無法入睡。\n是否需要牌照？';
let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name);
const find = (name: string) => screen.findByTestId(name);
const notes = () => screen.getAllByTestId('reply-note') as HTMLTextAreaElement[];
const input = (element: Element, value: string) => fireEvent.input(element, { target: { value } });

async function read() {
  mockIPC(backend.handle);
  render(App);
  await find('page');
  await fireEvent.click(id('sample-reply'));
  const field = await find('reply-paste');
  await input(field, LETTER);
  await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true, keyCode: 229 });
  expect(screen.queryByTestId('reply-points')).toBeNull();
  await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  await find('reply-points');
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

test('points are answered, dropped and added in the order of the letter, and the reply begins as a document', async () => {
  await read();
  expect(notes()).toHaveLength(2);
  await fireEvent.click(screen.getByText('其餘句子（2）'));
  await fireEvent.click(screen.getAllByText('加為要點')[1] as Element);
  await waitFor(() => expect(notes()).toHaveLength(3));
  const texts = () => [...id('reply-points').querySelectorAll('.where')].map((point) => point.textContent.trim());
  expect(texts()).toEqual(['曾否派員量度噪音？', '本人無法入睡。', '是否需要牌照？']);
  await input(notes()[0] as Element, '11月18日已派員');
  await fireEvent.click(screen.getByLabelText('不作要點：是否需要牌照？'));
  await input(id('reply-sender'), '李玉珍女士');
  await fireEvent.click(screen.getByText('簡覆'));
  await fireEvent.click(id('reply-begin'));
  await waitFor(() => expect(screen.queryByTestId('reply')).toBeNull());
  const reply = backend.calls.find((call) => call.cmd === 'begin_reply')?.args['reply'] as Reply;
  expect(reply.kind).toBe('interim');
  expect(reply.incoming.points.map((ask) => ask.text)).toEqual(['曾否派員量度噪音？', '本人無法入睡。']);
  expect(reply.answers).toEqual(['11月18日已派員', '']);
  // What was corrected by hand stands on no line; what was not, where it was found.
  expect(reply.incoming.header.sender).toEqual({ value: '李玉珍女士', line: null });
  await waitFor(() => expect((id('field-subject') as HTMLInputElement).value).toBe('噪音'));
  expect((id('points') as HTMLTextAreaElement).value).toContain('11月18日已派員');
});

test('what was noted stays when the dialog is closed and opened again', async () => {
  await read();
  await input(notes()[1] as Element, '無須申請');
  await fireEvent(id('reply'), new Event('close'));
  await waitFor(() => expect(screen.queryByTestId('reply')).toBeNull());
  await fireEvent.click(id('sample-reply'));
  await find('reply-points');
  expect(notes()[1]?.value).toBe('無須申請');
  await fireEvent.click(id('reply-another'));
  expect(((await find('reply-paste')) as HTMLTextAreaElement).value).toBe('');
});
