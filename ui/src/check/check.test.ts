// The check view as an officer meets it, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../App.svelte';
import { i18n } from '../i18n/index.svelte';
import { MockBackend } from '../mock/backend';

const LINES = ['政府今日公佈結果。', '各署公佈名單，費神辦理。', '請備悉。'];
let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name);
const find = (name: string) => screen.findByTestId(name);
const called = (cmd: string) => backend.calls.filter((call) => call.cmd === cmd);
const key = (name: string, over: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key: name, bubbles: true, ...over });
const lines = () => [...id('check-paper').querySelectorAll('p')].map((line) => line.textContent.trim());
const found = () => id('check-paper').querySelectorAll('mark').length;

async function open() {
  backend.checking.files['/a/公函.docx'] = LINES;
  mockIPC(backend.handle);
  render(App);
  await find('page');
  await key('4', { ctrlKey: true });
  backend.handed = [{ path: '/a/公函.docx', folder: false }];
  await fireEvent.click(await find('check-open'));
  await waitFor(() => expect(found()).toBe(3));
}

beforeEach(() => {
  backend = new MockBackend();
  i18n.lang = 'zh-Hant-HK';
});
afterEach(() => {
  cleanup();
  clearMocks();
});

test('a file is opened as it stands, its findings are walked, and one is put right', async () => {
  await open();
  expect(lines()).toEqual(LINES);
  expect(id('check-file').textContent).toBe('公函.docx');
  expect((id('check-type') as HTMLSelectElement).value).toBe('memo');
  await key('F8');
  await waitFor(() => expect(document.activeElement).toBe(id('check-fix')));
  expect(id('check-paper').querySelector('.looked-at')?.textContent).toBe('公佈');
  await fireEvent.click(id('check-fix'));
  await waitFor(() => expect(found()).toBe(2));
  expect(lines()[0]).toBe('政府今日公布結果。');
});

test('all of a rule are put right in one act; undo takes them back together', async () => {
  await open();
  await key('F8');
  await fireEvent.click(await find('check-fix-all'));
  await waitFor(() => expect(found()).toBe(1));
  expect(id('check-state').textContent).toContain('已改 2 處');
  await key('z', { ctrlKey: true });
  await waitFor(() => expect(lines()).toEqual(LINES));
  await key('y', { ctrlKey: true });
  await waitFor(() => expect(lines()[1]).toBe('各署公布名單，費神辦理。'));
});

test('a text that is left with fixes not saved can be had back', async () => {
  await open();
  await key('F8');
  await fireEvent.click(await find('check-fix-all'));
  await waitFor(() => expect(found()).toBe(1));
  await fireEvent.click(id('check-close'));
  await fireEvent.click(await find('message-action'));
  await waitFor(() => expect(lines()[0]).toBe('政府今日公布結果。'));
  expect(id('check-state').textContent).toContain('已改 2 處');
  await key('s', { ctrlKey: true });
  await waitFor(() => expect(backend.checking.saved[0]?.changes).toHaveLength(2));
  await find('check-written');
  await fireEvent.click(id('check-close'));
  await find('check-paste');
  expect(screen.queryByTestId('message-action')).toBeNull();
});

test('what is passed over is no longer marked, and not said in the file that is saved', async () => {
  await open();
  await key('F8');
  await fireEvent.click(await find('check-fix-all'));
  await waitFor(() => expect(found()).toBe(1));
  await key('F8');
  await fireEvent.click(await find('check-pass'));
  await waitFor(() => expect(id('check-state').textContent).toContain('沒有發現問題'));
  await fireEvent.click(id('check-save-more'));
  await fireEvent.click(await find('check-save-review'));
  await waitFor(() => expect(id('check-written').textContent).toContain('公函.reviewed.docx'));
  const [saved] = backend.checking.saved;
  expect(saved).toMatchObject({ path: '/a/公函.docx', form: 'review', passed: [['courtesy', 1, '費神']] });
  // Made one after the other, each change counts in the text as it then stood.
  expect(saved?.changes).toEqual([
    { paragraph: 0, start: 4, old: '公佈', new: '公布' },
    { paragraph: 1, start: 2, old: '公佈', new: '公布' },
  ]);
  await key('s', { ctrlKey: true });
  await waitFor(() => expect(backend.checking.saved[1]?.form).toBe('copy'));
});

test('a text is pasted and checked; nothing while a word is composed; another language is asked for anew', async () => {
  mockIPC(backend.handle);
  render(App);
  await find('page');
  await key('4', { ctrlKey: true });
  const field = await find('check-paste');
  await fireEvent.input(field, { target: { value: '已公佈。' } });
  await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true, keyCode: 229 });
  expect(called('open_check')).toHaveLength(0);
  await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(found()).toBe(1));
  expect(screen.queryByTestId('check-save-more')).toBeNull();
  await fireEvent.change(id('check-lang'), { target: { value: 'en-GB' } });
  await fireEvent.change(id('check-type'), { target: { value: '' } });
  await waitFor(() =>
    expect(called('look_check').at(-1)?.args['request']).toMatchObject({ lang: 'en-GB', template: null }),
  );
  await fireEvent.click(id('check-close'));
  expect(((await find('check-paste')) as HTMLTextAreaElement).value).toBe('已公佈。');
});

test('switched off by the administrator, the view cannot be reached', async () => {
  backend.managed = { ...backend.managed, present: true, featuresOff: ['check'] };
  mockIPC(backend.handle);
  render(App);
  await find('page');
  expect((id('rail-check') as HTMLButtonElement).disabled).toBe(true);
  await key('4', { ctrlKey: true });
  expect(screen.queryByTestId('check-open')).toBeNull();
});
