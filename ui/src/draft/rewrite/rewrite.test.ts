// Rewriting and questions as an officer meets them in the window, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../../App.svelte';
import { i18n } from '../../i18n/index.svelte';
import { NO_MODEL } from '../../mock/bench';
import { MockBackend } from '../../mock/backend';
import type { AskRequest, Document, ExportRequest, RewriteRequest } from '../../platform/types';
import { paragraph } from '../blocks';

const FIRST = '本署將於2026年12月8日下午3時舉行火警演習，請各組安排人員參加。';
const SECOND = '演習當日，各人員應立即由樓梯步行至地下停車場集合，切勿使用升降機。';
const THIRD = '如有查詢，請致電2987 6543與李小明先生聯絡。';

let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name);
const find = (name: string) => screen.findByTestId(name);
const gone = (name: string) => waitFor(() => expect(screen.queryByTestId(name)).toBeNull());
const called = (cmd: string) => backend.calls.filter((call) => call.cmd === cmd);
const saved = () => (called('save').at(-1)?.args as { document: Document } | undefined)?.document;
const key = (name: string, over: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key: name, bubbles: true, ...over });
/** The text of the page without what is only proposed. */
const body = () => {
  const copy = id('body-editor').cloneNode(true) as HTMLElement;
  for (const proposed of copy.querySelectorAll('ins, .rw-fresh')) proposed.remove();
  return [...copy.querySelectorAll('p, h3')].map((line) => line.textContent);
};
const count = (css: string) => id('body-editor').querySelectorAll(css).length;

async function open() {
  const fields = { from: '甲', to: '乙', subject: '演習' };
  const text = [FIRST, SECOND, THIRD].map(paragraph);
  backend.current = backend.put({ template: 'memo', lang: 'zh-Hant-HK', fields, body: text }, '').id;
  mockIPC(backend.handle);
  render(App);
  await find('page');
  await waitFor(() => expect(body()).toEqual([FIRST, SECOND, THIRD]));
}
async function polish() {
  await key('Enter', { altKey: true });
  await fireEvent.click(await find('rewrite-polish'));
  await find('change-count');
}

beforeEach(() => {
  backend = new MockBackend();
  i18n.lang = 'zh-Hant-HK';
});
afterEach(() => {
  cleanup();
  clearMocks();
});

test('with nothing selected a key calls the bar up for the whole text; the arrows walk it and Esc puts it away', async () => {
  await open();
  await key('Enter', { altKey: true });
  const bar = await find('text-bar');
  expect(bar.textContent).toContain('全文');
  await waitFor(() => expect(document.activeElement).toBe(id('rewrite-polish')));
  await key('ArrowRight');
  expect(document.activeElement).toBe(id('rewrite-shorten'));
  await key('End');
  expect(document.activeElement).toBe(id('rewrite-more'));
  await key('Escape');
  await gone('text-bar');
});

test('a proposal stands on the page while the text and what is saved stay as they were', async () => {
  await open();
  await polish();
  expect(body()).toEqual([FIRST, SECOND, THIRD]);
  expect(count('del.rw-out')).toBe(4);
  expect(count('ins.rw-in')).toBe(4);
  expect(count('p[contenteditable="false"]')).toBe(3);
  expect(id('change-count').textContent).toBe('改動 1／4');
  const request = called('rewrite')[0]?.args['request'] as RewriteRequest;
  expect(request).toMatchObject({ action: 'polish', lang: 'zh-Hant-HK', before: '', after: '', another: false });
  expect(request.blocks).toHaveLength(3);
  expect(called('save')).toHaveLength(0);
});

test('one change is accepted, another rejected; each is one act, and undo takes back both', async () => {
  await open();
  await polish();
  await key('a', { altKey: true });
  expect(body()[0]).toBe(FIRST.replace('請各組安排人員參加', '請各組派員參加'));
  expect(id('change-count').textContent).toBe('改動 1／3');
  await key('r', { altKey: true });
  expect(body()[1]).toBe(SECOND);
  expect(count('del.rw-out')).toBe(2);
  await waitFor(() => expect(saved()?.body[0]?.runs[0]?.text).toContain('派員'), { timeout: 2000 });
  expect(saved()?.accepted).toHaveLength(1);
  await key('z', { ctrlKey: true });
  expect(count('del.rw-out')).toBe(3);
  await key('z', { ctrlKey: true });
  expect(body()).toEqual([FIRST, SECOND, THIRD]);
  expect(count('del.rw-out')).toBe(4);
  await waitFor(() => expect(saved()?.accepted).toBeUndefined(), { timeout: 2000 });
  // Further back is the proposal itself; forward it comes again.
  await key('z', { ctrlKey: true });
  await gone('review');
  await key('y', { ctrlKey: true });
  await key('y', { ctrlKey: true });
  expect(body()[0]).toContain('派員');
});

test('all are accepted at once, and the document can leave with its changes shown', async () => {
  await open();
  await polish();
  await fireEvent.click(id('accept-all'));
  await gone('review');
  expect(body()[1]).toBe('演習當日，各人員須立即沿樓梯前往地下停車場集合，不得使用升降機。');
  await fireEvent.click(id('draft-export-more'));
  await fireEvent.click(await find('export-tracked'));
  await waitFor(() => expect(called('export')).toHaveLength(1));
  const request = called('export')[0]?.args['request'] as ExportRequest;
  expect(request).toMatchObject({ format: 'docx', tracked: true });
  expect(request.document.accepted).toHaveLength(3);
  await key('z', { ctrlKey: true });
  expect(body()).toEqual([FIRST, SECOND, THIRD]);
});

test('what is doubtful is said at its change and in words', async () => {
  await open();
  await polish();
  expect(id('review-issues').textContent).toContain('電話「2987 6543」不見了。');
  expect(count('ins.rw-doubtful')).toBe(1);
  for (let i = 0; i < 3; i += 1) await key('F8');
  expect(id('change-bar').textContent).toContain('電話「2987 6543」不見了。');
  await key('F8', { shiftKey: true });
  expect(id('change-bar').textContent).not.toContain('不見了');
});

test('Esc while it is written leaves everything as it was; Esc later dismisses, and undo brings the proposal back', async () => {
  backend.rewriting.holdAt = 2;
  await open();
  await key('Enter', { altKey: true });
  await fireEvent.click(await find('rewrite-polish'));
  await waitFor(() => expect(count('del.rw-out')).toBe(0));
  await waitFor(() => expect(count('.rw-tip')).toBe(1));
  await waitFor(() => expect(id('rewrite-phase').textContent).toContain('改寫第 2／3 段'));
  await key('Escape');
  await gone('review');
  expect(called('stop_rewriting')).toHaveLength(1);
  expect(body()).toEqual([FIRST, SECOND, THIRD]);
  backend.rewriting.holdAt = 0;
  await polish();
  await key('Escape');
  await gone('review');
  expect(count('del, ins')).toBe(0);
  await key('z', { ctrlKey: true });
  expect(id('change-count').textContent).toBe('改動 1／4');
});

test('it is tried again in other words or by another instruction, and undo goes back to the first proposal', async () => {
  await open();
  await polish();
  await fireEvent.click(id('rewrite-again'));
  await waitFor(() => expect(id('body-editor').textContent).toContain('敬請各組派員參加'));
  expect((called('rewrite').at(-1)?.args['request'] as RewriteRequest).another).toBe(true);
  await find('review-instruction');
  await fireEvent.input(id('review-instruction'), { target: { value: '客氣一點' } });
  await fireEvent.keyDown(id('review-instruction'), { key: 'Enter', isComposing: true });
  expect(called('rewrite')).toHaveLength(2);
  await fireEvent.keyDown(id('review-instruction'), { key: 'Enter' });
  await waitFor(() => expect(called('rewrite')).toHaveLength(3));
  expect(called('rewrite').at(-1)?.args['request']).toMatchObject({ instruction: '客氣一點', another: false });
  await find('change-count');
  await key('z', { ctrlKey: true });
  expect(id('body-editor').textContent).toContain('敬請各組派員參加');
});

test('what an action needs is asked first: a length, an instruction', async () => {
  await open();
  await key('Enter', { altKey: true });
  await fireEvent.click(await find('rewrite-shorten'));
  const length = (await find('rewrite-length')) as HTMLInputElement;
  await waitFor(() => expect(document.activeElement).toBe(length));
  await fireEvent.input(length, { target: { value: '40' } });
  await key('Enter');
  await find('change-count');
  expect(called('rewrite')[0]?.args['request']).toMatchObject({ action: 'shorten', length: 40 });
  expect((id('review-length') as HTMLInputElement).value).toBe('40');
  await key('Escape');
  await key('Enter', { altKey: true });
  await fireEvent.click(await find('rewrite-own'));
  await find('rewrite-instruction');
  await fireEvent.click(id('rewrite-go'));
  expect(called('rewrite')).toHaveLength(1);
});

test('paragraphs become a list as one change', async () => {
  await open();
  await key('Enter', { altKey: true });
  await fireEvent.click(await find('rewrite-shapes'));
  await fireEvent.click(await screen.findByRole('menuitem', { name: '分項' }));
  await find('change-count');
  expect(count('.rw-fresh')).toBe(3);
  await key('A', { altKey: true, shiftKey: true });
  await gone('review');
  expect(count('p[data-level]')).toBe(3);
});

test('a text that needs nothing, and a model that is not there, are said', async () => {
  await open();
  backend.current = 0;
  await polish();
  await fireEvent.click(id('accept-all'));
  await gone('review');
  await key('Enter', { altKey: true });
  await fireEvent.click(await find('rewrite-polish'));
  await waitFor(() => expect(id('message').textContent).toContain('沒有須要改善之處'));
  backend.rewriting.fail = NO_MODEL;
  await key('Enter', { altKey: true });
  await fireEvent.click(await find('rewrite-polish'));
  await waitFor(() => expect(id('message').textContent).toContain('沒有可用的模型'));
  await gone('review');
});

test('drafting, another document and an earlier version end a proposal; undo of the draft brings it back', async () => {
  await open();
  await fireEvent.input(id('points'), { target: { value: '新的要點' } });
  await polish();
  await fireEvent.click(id('generate'));
  await waitFor(() => expect(body()).toEqual(['新的要點']));
  await waitFor(() => expect(screen.queryByTestId('generate')).not.toBeNull());
  expect(screen.queryByTestId('review')).toBeNull();
  await key('z', { ctrlKey: true });
  expect(body()).toEqual([FIRST, SECOND, THIRD]);
  expect(id('change-count').textContent).toBe('改動 1／4');
  backend.rewriting.holdAt = 1;
  await fireEvent.click(id('rewrite-again'));
  await find('rewrite-phase');
  await fireEvent.click(id('new-document'));
  await waitFor(() => expect(body()).not.toContain(FIRST));
  expect(screen.queryByTestId('review')).toBeNull();
});

test('a question is answered from the document, and each sentence it rests on is found on the page', async () => {
  await open();
  await key('q', { altKey: true });
  const question = (await find('ask-question')) as HTMLInputElement;
  await waitFor(() => expect(document.activeElement).toBe(question));
  await fireEvent.input(question, { target: { value: '停車場' } });
  await fireEvent.keyDown(question, { key: 'Enter', keyCode: 229 });
  expect(called('ask_document')).toHaveLength(0);
  await key('Enter');
  await waitFor(() => expect(id('answer').textContent).toContain('演習當日'));
  const request = called('ask_document')[0]?.args['request'] as AskRequest;
  expect(request).toMatchObject({ question: '停車場', lang: 'zh-Hant-HK' });
  await fireEvent.click(screen.getByRole('button', { name: `看原文：${SECOND}` }));
  await waitFor(() => expect(id('body-editor').querySelector('.looked-at')?.textContent).toBe(SECOND));
  await fireEvent.input(question, { target: { value: '食堂' } });
  await fireEvent.click(id('ask-go'));
  await waitFor(() => expect(id('answer').textContent).toBe('文件沒有提及。'));
  await fireEvent.keyDown(question, { key: 'Escape' });
  await gone('ask');
});

test('undo while it is written stops it; the palette has every action for the text', async () => {
  backend.rewriting.holdAt = 1;
  await open();
  await key('k', { ctrlKey: true });
  const palette = await find('palette');
  expect(palette.textContent).toContain('改寫：致內地機構');
  expect(palette.textContent).toContain('改寫所選文字或全文');
  await fireEvent.click(screen.getByRole('option', { name: '改寫：更正式' }));
  await find('rewrite-phase');
  await key('z', { ctrlKey: true });
  await gone('review');
  expect(called('stop_rewriting')).toHaveLength(1);
  expect(body()).toEqual([FIRST, SECOND, THIRD]);
});

test('what is typed as another instruction stays while changes are decided; nothing new leaves the first proposal', async () => {
  await open();
  await polish();
  await fireEvent.input(id('review-instruction'), { target: { value: '先說日期' } });
  await key('r', { altKey: true });
  expect((id('review-instruction') as HTMLInputElement).value).toBe('先說日期');
  await key('A', { altKey: true, shiftKey: true });
  await gone('review');
  expect(body()[0]).toBe(FIRST);
  expect(body()[1]).not.toBe(SECOND);
});

test('asking and rewriting do not wait for each other: the later ends the earlier', async () => {
  backend.script.pace = 50;
  await open();
  await key('q', { altKey: true });
  await fireEvent.input(await find('ask-question'), { target: { value: '停車場' } });
  await fireEvent.click(id('ask-go'));
  await find('ask-stop');
  await polish();
  expect(screen.queryByTestId('answer')).toBeNull();
  expect(screen.queryByTestId('ask-stop')).toBeNull();
});
