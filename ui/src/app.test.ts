// The window as an officer meets it, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from './App.svelte';
import { i18n } from './i18n/index.svelte';
import { ENGINE_DIED, MockBackend } from './mock/backend';
import type { ConvertRequest, Document, Opened, SaveRequest } from './platform/types';

let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name);
const find = (name: string) => screen.findByTestId(name);
const called = (cmd: string) => backend.calls.filter((call) => call.cmd === cmd);
const saved = () => called('save').at(-1)?.args as { document: Document; points: string } | undefined;
const key = (name: string, over: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key: name, bubbles: true, ...over });

async function open() {
  mockIPC(backend.handle);
  render(App);
  await find('page');
}

async function draftSample(paragraphs = 4) {
  await fireEvent.click(id('sample-0'));
  await waitFor(() => expect(id('body-editor').querySelectorAll('p').length).toBe(paragraphs));
  await waitFor(() => expect(screen.queryByTestId('generate')).not.toBeNull());
}

beforeEach(() => {
  backend = new MockBackend();
  i18n.lang = 'zh-Hant-HK';
});
afterEach(() => {
  cleanup();
  clearMocks();
});

test('the first frame shows the empty form, the page and three sample jobs', async () => {
  await open();
  expect(within(id('page')).getByText('便箋')).toBeTruthy();
  expect((id('type-picker') as HTMLSelectElement).value).toBe('memo');
  expect([0, 1, 2].every((n) => screen.queryByTestId(`sample-${n}`))).toBe(true);
  await waitFor(() => expect(id('foot-status').textContent).toContain('模型就緒'));
  expect(document.documentElement.lang).toBe('zh-Hant-HK');
});

test('what is typed into a field is on the page at once and saved within two seconds', async () => {
  await open();
  const started = Date.now();
  await fireEvent.input(id('field-subject'), { target: { value: '借用會議室' } });
  await waitFor(() => expect(saved()?.document.fields['subject']).toBe('借用會議室'), { timeout: 2000 });
  expect(Date.now() - started).toBeLessThan(2000);
  await waitFor(() => expect(within(id('page')).getByText('借用會議室')).toBeTruthy());
  await waitFor(() => expect(id('saved-at').textContent).toMatch(/已儲存 \d\d:\d\d/));
});

test('typing points warms the model once for each type and language', async () => {
  await open();
  await fireEvent.input(id('points'), { target: { value: '火' } });
  await fireEvent.input(id('points'), { target: { value: '火警' } });
  expect(called('warm').map((call) => call.args)).toEqual([{ template: 'memo', lang: 'zh-Hant-HK' }]);
  await fireEvent.change(id('type-picker'), { target: { value: 'letter' } });
  expect(called('warm')).toHaveLength(2);
});

test('a sample fills the form and the points, and its draft arrives on the page with facts and issues', async () => {
  await open();
  await draftSample();
  expect((id('field-subject') as HTMLInputElement).value).toBe('火警演習');
  expect(id('body-editor').querySelectorAll('p')[1]?.getAttribute('data-number')).toBe('2.');
  await waitFor(() => expect(id('facts').querySelectorAll('li')).toHaveLength(7));
  expect(id('facts').querySelectorAll('[data-state="present"]')).toHaveLength(7);
  expect(id('issues').querySelectorAll('li').length).toBeGreaterThan(0);
  await waitFor(() => expect(id('announcer').textContent).toContain('草擬完成'));
  await waitFor(() => expect(id('version-menu').textContent).toContain('版本 1'));
});

test('the place of the button says what the model does; Esc stops and keeps what was written', async () => {
  backend.script.hold = 'writing';
  await open();
  await fireEvent.click(id('sample-0'));
  await waitFor(() => expect(id('phase').textContent).toContain('撰寫第 1／3 點 34 詞元/秒'));
  await waitFor(() => expect(id('body-editor').querySelectorAll('p')).toHaveLength(3));
  await key('Escape');
  await waitFor(() => expect(screen.queryByTestId('generate')).not.toBeNull());
  expect(called('stop')).toHaveLength(1);
  expect(id('message').textContent).toContain('已停止');
  expect(id('body-editor').querySelectorAll('p')).toHaveLength(3);
});

test('what watches over a draft does not end the next one', { timeout: 15_000 }, async () => {
  await open();
  await draftSample();
  backend.script.hold = 'writing';
  await fireEvent.click(id('generate'));
  await find('stop');
  // Longer than the last event of the first draft would have been waited for.
  await new Promise((done) => setTimeout(done, 5500));
  expect(screen.queryByTestId('stop')).not.toBeNull();
  expect(called('draft')).toHaveLength(2);
});

test('reading says how much is read and how much was known', async () => {
  backend.script.hold = 'reading';
  await open();
  await fireEvent.click(id('sample-0'));
  await waitFor(() => expect(id('phase').textContent).toContain('讀取 412 / 702（已重用 640）'));
  await fireEvent.click(id('stop'));
  await waitFor(() => expect(id('message').textContent).toContain('文件沒有改動'));
});

test('a failure is told in three parts, its detail folded, and the document is as it was', async () => {
  await open();
  await draftSample();
  const before = id('body-editor').textContent;
  backend.script.fail['reading'] = ENGINE_DIED;
  await fireEvent.click(id('generate'));
  const message = await find('message');
  for (const part of Object.values(ENGINE_DIED.message)) expect(message.textContent).toContain(part.zh);
  expect(message.querySelector('details')?.open).toBe(false);
  expect(id('body-editor').textContent).toBe(before);
});

test('one generation is one act: undo takes it back whole, redo brings it again', async () => {
  await open();
  await draftSample();
  const text = id('body-editor').textContent;
  await key('z', { ctrlKey: true });
  expect(id('body-editor').textContent).toBe('');
  expect((id('points') as HTMLTextAreaElement).value).toContain('火警演習');
  await key('y', { ctrlKey: true });
  expect(id('body-editor').textContent).toBe(text);
  await key('z', { ctrlKey: true });
  await key('z', { ctrlKey: true });
  expect((id('points') as HTMLTextAreaElement).value).toBe('');
});

test('another version asks for one, and undo returns to the first', async () => {
  await open();
  await draftSample();
  const first = id('body-editor').textContent;
  await fireEvent.click(id('another'));
  await waitFor(() => expect(id('body-editor').querySelectorAll('p')).toHaveLength(3));
  await waitFor(() => expect(screen.queryByTestId('generate')).not.toBeNull());
  expect((called('draft').at(-1)?.args['request'] as { another: boolean }).another).toBe(true);
  await key('z', { ctrlKey: true });
  expect(id('body-editor').textContent).toBe(first);
});

test('nothing reacts to Enter, Esc or Ctrl+Enter of an input method', async () => {
  await open();
  await fireEvent.input(id('points'), { target: { value: '火警演習' } });
  id('points').focus();
  await key('Enter', { ctrlKey: true, isComposing: true });
  await key('Enter', { ctrlKey: true, keyCode: 229 });
  expect(called('draft')).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  await waitFor(() => expect(called('draft')).toHaveLength(1));
});

test('without points nothing is asked of the model; the points are', async () => {
  await open();
  await fireEvent.click(id('generate'));
  expect(called('draft')).toHaveLength(0);
  expect(screen.getByText('請先寫下要點，一兩行也可以。')).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(id('points')));
  expect(id('field-from').getAttribute('aria-invalid')).toBe('true');
});

test('a problem shows once its field was left, and a date is kept as a day', async () => {
  await open();
  await fireEvent.input(id('field-tel'), { target: { value: '123' } });
  await waitFor(() => expect(saved()?.document.fields['tel']).toBe('123'), { timeout: 2000 });
  expect(id('field-tel').getAttribute('aria-invalid')).toBe('false');
  await fireEvent.blur(id('field-tel'));
  await waitFor(() => expect(id('field-tel').getAttribute('aria-invalid')).toBe('true'));
  await fireEvent.input(id('field-date'), { target: { value: '8.12.2026' } });
  await fireEvent.blur(id('field-date'));
  expect((id('field-date') as HTMLInputElement).value).toBe('2026-12-08');
});

test('an exported file ends with its place and two buttons', async () => {
  await open();
  await draftSample();
  await fireEvent.click(id('export-docx'));
  await waitFor(() => expect(id('export-result').textContent).toContain('火警演習.docx'));
  await fireEvent.click(id('open-file'));
  expect(called('open_path')[0]?.args['path']).toContain('火警演習.docx');
});

test('the interface changes language without a restart; the page keeps its own', async () => {
  await open();
  await fireEvent.click(id('rail-settings'));
  await fireEvent.click(within(id('ui-lang')).getByLabelText('English'));
  await waitFor(() => expect(document.documentElement.lang).toBe('en-GB'));
  await fireEvent.click(id('rail-draft'));
  expect(id('generate').textContent).toContain('Draft');
  expect(id('page').getAttribute('lang')).toBe('zh-Hant-HK');
  expect(backend.settings.uiLang).toBe('en-GB');
});

test('the library lists documents; Enter opens the one picked', async () => {
  await open();
  const other: Document = {
    template: 'memo',
    lang: 'en-GB',
    fields: { subject: 'Loan of Conference Room', to: 'Director of Lands' },
    body: [{ kind: 'paragraph', runs: [{ text: 'We should like to borrow it.', bold: false, underline: false }] }],
  };
  const record = backend.put(other, 'borrow the room', 1);
  await key('5', { ctrlKey: true });
  const row = await find('library-row');
  expect(row.textContent).toContain('Loan of Conference Room');
  row.focus();
  await fireEvent.keyDown(row, { key: 'Enter' });
  await waitFor(() => expect(id('body-editor').textContent).toBe('We should like to borrow it.'));
  expect(id('page').getAttribute('lang')).toBe('en-GB');
  expect(called('open_document').at(-1)?.args['id']).toBe(record.id);
});

test('text is converted as it is typed; a doubtful place is walked to and chosen by keys', async () => {
  await open();
  await key('3', { ctrlKey: true });
  const source = (await find('convert-source')) as HTMLTextAreaElement;
  await fireEvent.input(source, { target: { value: '𠀀说明：云、发文' } });
  await waitFor(() => expect(id('convert-result').textContent?.trim()).toBe('𠀀說明：雲、發文'));
  expect(id('convert-counts').textContent).toContain('改了 3 字，存疑 1 處');
  await key('F8');
  await waitFor(() => expect(document.activeElement?.textContent).toBe('雲'));
  await key('2');
  await waitFor(() => expect(id('convert-result').textContent?.trim()).toBe('𠀀說明：云、發文'));
  await fireEvent.click(within(id('convert-to')).getByLabelText('簡體'));
  await waitFor(() => expect((called('convert').at(-1)?.args['request'] as ConvertRequest).to).toBe('zh-Hans'));
  // What was typed is there when the officer comes back.
  await fireEvent.click(id('rail-draft'));
  await fireEvent.click(id('rail-convert'));
  expect(((await find('convert-source')) as HTMLTextAreaElement).value).toBe('𠀀说明：云、发文');
});

test('a place is chosen everywhere, or settled for good, and what was chosen survives typing', async () => {
  await open();
  await key('3', { ctrlKey: true });
  const source = (await find('convert-source')) as HTMLTextAreaElement;
  await fireEvent.input(source, { target: { value: '云先生、云女士' } });
  await waitFor(() => expect(id('convert-counts').textContent).toContain('存疑 2 處'));
  await key('F8');
  await key('2');
  await key('e');
  await waitFor(() => expect(id('convert-result').textContent?.trim()).toBe('云先生、云女士'));
  expect(id('convert-counts').textContent).toContain('沒有存疑之處');
  await fireEvent.input(source, { target: { value: '致：云先生、云女士' } });
  await waitFor(() => expect(id('convert-result').textContent?.trim()).toBe('致：云先生、云女士'));

  await key('F8');
  await key('a');
  const word = (await find('settle-word')) as HTMLInputElement;
  expect(word.value).toBe('云先');
  await fireEvent.input(word, { target: { value: '云先生' } });
  expect(id('settle-form').textContent).toBe('云先生');
  await fireEvent.click(id('settle-save'));
  await waitFor(() => expect(backend.words).toEqual([{ word: '云先生', form: '云先生', to: 'zh-Hant-HK' }]));
  await fireEvent.click(id('own-words'));
  expect((await find('own-list')).textContent).toContain('云先生');
});

test('a better word is suggested, and put in only when it is chosen', async () => {
  await open();
  await key('3', { ctrlKey: true });
  await fireEvent.input(await find('convert-source'), { target: { value: '服务质量' } });
  await waitFor(() => expect(id('convert-counts').textContent).toContain('用詞建議 1 項'));
  expect(id('convert-result').textContent?.trim()).toBe('服務質量');
  await key('F8');
  await key('2');
  await waitFor(() => expect(id('convert-result').textContent?.trim()).toBe('服務質素'));
  await fireEvent.click(id('convert-save'));
  await waitFor(() => expect(called('save_conversion')).toHaveLength(1));
  const request = called('save_conversion')[0]?.args['request'] as SaveRequest;
  expect(request.choices).toEqual([{ at: 2, length: 2, text: '質素' }]);
  expect((await find('convert-written')).textContent).toContain('說明.zh-Hant-HK.txt');
});

test('a Word file given to the program is opened for comparison and comes back after a restart', async () => {
  const opened: Opened = { path: '/a/說明.docx', name: '說明.docx', kind: 'word', encoding: null, text: '说明\n云\n' };
  backend.sources = [opened];
  backend.handed = [{ path: opened.path, folder: false }];
  await open();
  await waitFor(() => expect(id('convert-result').textContent?.trim()).toBe('說明\n雲'));
  expect((id('convert-source') as HTMLTextAreaElement).readOnly).toBe(true);
  expect(id('convert-file').textContent).toContain('說明.docx');
  await key('F8');
  await key('2');
  await waitFor(() => expect(backend.kept.choices).toEqual([{ at: 3, length: 1, text: '云' }]), { timeout: 2000 });
  expect(backend.kept).toMatchObject({ path: opened.path, text: '' });

  cleanup();
  await open();
  await key('3', { ctrlKey: true });
  await waitFor(() => expect(id('convert-result').textContent?.trim()).toBe('說明\n云'));
});

test('a deletion can be taken back, and is carried out when the view is left', async () => {
  await open();
  backend.put({ template: 'memo', lang: 'zh-Hant-HK', fields: { subject: '舊文件' }, body: [] }, '舊', 1);
  await fireEvent.click(id('rail-library'));
  await fireEvent.keyDown(await find('library-row'), { key: 'Delete' });
  await waitFor(() => expect(screen.queryByTestId('library-row')).toBeNull());
  await fireEvent.click(await find('message-action'));
  const row = await find('library-row');
  expect(called('delete_document')).toHaveLength(0);
  await fireEvent.keyDown(row, { key: 'Delete' });
  await waitFor(() => expect(screen.queryByTestId('library-row')).toBeNull());
  await fireEvent.click(id('rail-draft'));
  await waitFor(() => expect(called('delete_document')).toHaveLength(1));
});

test('a version is looked at in place and restored as one act', async () => {
  await open();
  await draftSample();
  const first = id('body-editor').textContent;
  await fireEvent.click(id('another'));
  await waitFor(() => expect(id('version-menu').textContent).toContain('版本 2'));
  const second = id('body-editor').textContent;
  await fireEvent.click(id('version-menu'));
  await fireEvent.click(await screen.findByText('版本 1'));
  await fireEvent.click(await find('restore-version'));
  await waitFor(() => expect(id('body-editor').textContent).toBe(first));
  await key('z', { ctrlKey: true });
  expect(id('body-editor').textContent).toBe(second);
});

test('a recovered draft is told in one line', async () => {
  backend.recovered = true;
  await open();
  expect(id('message').textContent).toContain('你的文字已保留');
});

test('a program that cannot open says so in both languages and can be asked again', async () => {
  backend.script.fail['boot'] = ENGINE_DIED;
  mockIPC(backend.handle);
  render(App);
  const message = await find('message');
  expect(message.textContent).toContain(ENGINE_DIED.message.happened.en);
  delete backend.script.fail['boot'];
  await fireEvent.click(within(message).getByRole('button'));
  await find('page');
});
