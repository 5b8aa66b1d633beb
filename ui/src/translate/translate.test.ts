// The translate view as an officer meets it, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../App.svelte';
import { i18n } from '../i18n/index.svelte';
import { MockBackend } from '../mock/backend';
import { NO_MODEL } from '../mock/bench';
import type { SegmentEdit } from '../platform/types';

let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name);
const find = (name: string) => screen.findByTestId(name);
const called = (cmd: string) => backend.calls.filter((call) => call.cmd === cmd);
const edits = () => (called('put_segments').at(-1)?.args['edits'] ?? []) as SegmentEdit[];
const key = (name: string, over: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key: name, bubbles: true, cancelable: true, ...over });
const rows = () => screen.getAllByTestId('segment');
const row = (n: number) => rows()[n - 1] as HTMLElement;
const state = (n: number) => row(n).dataset['state'];
const editor = () => id('segment-editor') as HTMLTextAreaElement;
const target = (n: number) =>
  row(n).querySelector<HTMLTextAreaElement>('textarea[data-testid="segment-editor"]')?.value ??
  within(row(n)).getByTestId('segment-target').textContent;
const active = () => rows().findIndex((row) => row.querySelector('[data-testid="segment-editor"]')) + 1;
const type = (text: string) => fireEvent.input(editor(), { target: { value: text } });
const settled = () => new Promise((done) => setTimeout(done, 20));

async function open() {
  mockIPC(backend.handle);
  render(App);
  await find('page');
  await fireEvent.click(id('rail-translate'));
}
/** The circular, so many of its segments translated. */
async function openCircular(done = 0) {
  backend.bench.circular(undefined, done);
  await open();
  await fireEvent.click(await find('translate-row'));
  await waitFor(() => expect(document.activeElement).toBe(editor()));
}

beforeEach(() => {
  backend = new MockBackend();
  i18n.lang = 'zh-Hant-HK';
});
afterEach(() => {
  cleanup();
  clearMocks();
});

test('a pasted text is opened, the first segment in hand', async () => {
  await open();
  await waitFor(() => expect(document.activeElement).toBe(id('translate-text')));
  expect((await screen.findByText(/還沒有譯文/)).textContent).toBeTruthy();
  await fireEvent.input(id('translate-text'), { target: { value: 'First. Second.\nThird.' } });
  await key('Enter', { ctrlKey: true, isComposing: true });
  expect(called('open_translation')).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  await find('segment-editor');
  expect(called('open_translation')[0]?.args['request']).toEqual({
    path: null,
    text: 'First. Second.\nThird.',
    to: null,
  });
  expect(rows()).toHaveLength(3);
  await waitFor(() => expect(document.activeElement).toBe(editor()));
  // What lies on the bench is there again after a look elsewhere.
  await fireEvent.click(id('rail-draft'));
  await fireEvent.click(id('rail-translate'));
  expect(rows()).toHaveLength(3);
  await fireEvent.click(id('translate-back'));
  expect((await find('translate-row')).textContent).toContain('First. Second.');
});

test('files given while the view is shown are opened here, the first of several', async () => {
  await open();
  backend.handed = [
    { path: '/a/one.docx', folder: false },
    { path: '/a/two.docx', folder: false },
  ];
  await key('o', { ctrlKey: true });
  await find('segment-editor');
  expect((await find('message')).textContent).toContain('其餘 1 個沒有開啟');
  expect(called('open_translation')[0]?.args['request']).toMatchObject({ path: '/a/one.docx', text: '' });
});

test('what is typed is saved within a second, and when the row is left; an input method is left alone', async () => {
  await openCircular();
  await type('公務員');
  await waitFor(() => expect(edits()).toMatchObject([{ target: '公務員', state: 'edited' }]));
  expect(state(1)).toBe('edited');
  await waitFor(() => expect(id('saved-at').textContent).toMatch(/已儲存 \d\d:\d\d/));
  // A blank at the end of what is being typed stays while it is typed.
  await type('公務員 ');
  await key('ArrowDown', { ctrlKey: true, isComposing: true });
  expect(active()).toBe(1);
  await waitFor(() => expect(called('put_segments')).toHaveLength(2));
  await settled();
  expect(editor().value).toBe('公務員 ');
  await type('公務員隊伍');
  await key('ArrowDown', { ctrlKey: true });
  expect(active()).toBe(2);
  await waitFor(() => expect(edits()).toMatchObject([{ target: '公務員隊伍' }]));
  await waitFor(() => expect(document.activeElement).toBe(editor()));
  await key('ArrowUp', { altKey: true });
  expect(active()).toBe(1);
  await key('Escape');
  expect(document.activeElement).toBe(row(1).querySelector('.no button'));
});

test('what an input method is composing is shown and not kept before it is done, nor taken away by an answer', async () => {
  await openCircular();
  await fireEvent.compositionStart(editor());
  await type('gung');
  await new Promise((done) => setTimeout(done, 500));
  expect(called('put_segments')).toHaveLength(0);
  await fireEvent.click(id('translate-all'));
  await waitFor(() => expect(state(8)).toBe('machine'));
  expect(editor().value).toBe('gung');
  await type('公');
  await fireEvent.compositionEnd(editor());
  await waitFor(() => expect(edits()).toMatchObject([{ target: '公', state: 'edited' }]));
  expect(editor().value).toBe('公');
});

test('Ctrl+Enter confirms and goes on to the next that is not confirmed', async () => {
  await openCircular(4);
  // The first two are confirmed, so the third is in hand.
  expect(active()).toBe(3);
  await waitFor(() => expect(document.activeElement).toBe(editor()));
  await key('Enter', { ctrlKey: true, keyCode: 229 });
  await settled();
  expect(state(3)).not.toBe('confirmed');
  await key('Enter', { ctrlKey: true });
  await waitFor(() => expect(state(3)).toBe('confirmed'));
  await waitFor(() => expect(active()).toBe(4));
  await fireEvent.click(row(8));
  await key('Enter', { ctrlKey: true });
  await waitFor(() => expect(id('announcer').textContent).toContain('還沒有譯文'));
  expect(state(8)).toBe('untranslated');
});

test('an error keeps a segment from being confirmed until it is let stand; F8 walks', async () => {
  await openCircular(8);
  await fireEvent.click(row(1));
  await key('F8');
  await waitFor(() => expect(active()).toBe(5));
  await key('F8');
  await waitFor(() => expect(active()).toBe(6));
  await key('Enter', { ctrlKey: true });
  await waitFor(() => expect(id('announcer').textContent).toContain('未能確認：譯文沒有電話號碼'));
  expect(state(6)).toBe('edited');
  await waitFor(() => expect(document.activeElement).toBe(id('issue-accept')));
  await fireEvent.click(id('issue-accept'));
  await waitFor(() => expect(edits()).toMatchObject([{ accepted: ['fact_missing 2810 3123'] }]));
  expect(screen.queryByTestId('segment-issues')).toBeNull();
  expect(id('translate-issues').textContent).toBe('問題 1');
  await waitFor(() => expect(document.activeElement).toBe(editor()));
  await key('Enter', { ctrlKey: true });
  await waitFor(() => expect(state(6)).toBe('confirmed'));
  // Undone one after another: confirmed, then let stand.
  await key('z', { ctrlKey: true });
  await waitFor(() => expect(state(6)).toBe('edited'));
  await key('z', { ctrlKey: true });
  await waitFor(() => expect(id('translate-issues').textContent).toBe('問題 2'));
});

test('translate all fills the rows in place, goes on in other views, and stops', async () => {
  backend.bench.holdAt = 4;
  await openCircular();
  await waitFor(() => expect(document.activeElement).toBe(editor()));
  await fireEvent.click(row(6));
  await type('請致電');
  await fireEvent.click(id('translate-all'));
  await waitFor(() => expect(state(3)).toBe('machine'));
  await waitFor(() => expect(row(4).textContent).toContain('翻譯中'));
  expect(row(3).querySelectorAll('[role="img"]').length).toBeGreaterThan(0);
  expect(within(row(3)).getByTestId('segment-target').textContent).not.toContain('‹');
  expect(id('foot-translating').textContent).toContain('翻譯 3／7');
  // The editor is where it was, with what was typed in it.
  expect(active()).toBe(6);
  expect(editor().value).toBe('請致電');
  await fireEvent.click(id('rail-draft'));
  expect(id('foot-translating').textContent).toContain('不足 1 分鐘');
  await fireEvent.click(id('rail-translate'));
  await waitFor(() => expect(document.activeElement).toBe(editor()));
  // Esc leaves the editor; only then it stops.
  await key('Escape');
  expect(called('stop_translating')).toHaveLength(0);
  await key('Escape');
  await waitFor(() => expect(screen.queryByTestId('foot-translating')).toBeNull());
  expect(called('stop_translating')).toHaveLength(1);
  expect(id('announcer').textContent).toContain('已停止翻譯，完成 3 句段');
  expect(state(5)).toBe('untranslated');
  expect(target(6)).toBe('請致電');

  backend.bench.holdAt = null;
  await fireEvent.click(id('translate-all'));
  await waitFor(() => expect(state(8)).toBe('machine'));
  await waitFor(() => expect((id('translate-all') as HTMLButtonElement).disabled).toBe(true));
  expect(target(6)).toBe('請致電');
});

test('one segment is translated anew, and that is undone', async () => {
  await openCircular();
  await type('舊');
  await key('Enter', { ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(editor().value).toBe('公務員隊伍的署任安排'));
  expect(called('translate_all')[0]?.args['only']).toHaveLength(1);
  await waitFor(() => expect(screen.queryByTestId('foot-translating')).toBeNull());
  await key('z', { ctrlKey: true });
  await waitFor(() => expect(editor().value).toBe('舊'));
  await key('y', { ctrlKey: true });
  await waitFor(() => expect(editor().value).toBe('公務員隊伍的署任安排'));
});

test('without a model it is told in three parts', async () => {
  backend.bench.fail = NO_MODEL;
  await openCircular();
  await fireEvent.click(id('translate-all'));
  const message = await find('message');
  for (const part of Object.values(NO_MODEL.message)) expect(message.textContent).toContain(part.zh);
  expect((id('translate-all') as HTMLButtonElement).disabled).toBe(false);
});

test('matches, terms, the source and tags go into the text by keys', async () => {
  await openCircular();
  await fireEvent.click(row(4));
  await find('segment-matches');
  await key('1', { altKey: true, code: 'Digit1' });
  await waitFor(() => expect(editor().value).toBe('額外開支估計為348萬元，將由總目143支付。'));
  await waitFor(() => expect(id('segment-facts').textContent).toContain('348萬元'));
  await type('額外');
  editor().setSelectionRange(2, 2);
  await key('t', { altKey: true, code: 'KeyT' });
  expect(document.activeElement?.textContent).toBe('開支');
  await fireEvent.click(document.activeElement as HTMLElement);
  await waitFor(() => expect(editor().value).toBe('額外開支'));
  await waitFor(() => expect(document.activeElement).toBe(editor()));

  await fireEvent.click(row(3));
  await type('署任30天');
  await waitFor(() => expect(document.activeElement).toBe(editor()));
  editor().setSelectionRange(2, 5);
  await key('!', { altKey: true, shiftKey: true, code: 'Digit1' });
  await waitFor(() => expect(editor().value).toBe('署任‹1›30天‹/1›'));
  await fireEvent.click(id('segment-tags'));
  await waitFor(() => expect(editor().value).toBe('署任‹1›30天‹/1›‹2/›'));
  await key('Insert', { ctrlKey: true });
  await waitFor(() => expect(editor().value).toContain('Officers who act for ‹1›30 days'));
});

test('a stretch of typing is one act, and undo reaches what was done in other rows', async () => {
  await openCircular();
  await type('公');
  await type('公務');
  await key('ArrowDown', { ctrlKey: true });
  await type('本通告');
  await key('z', { ctrlKey: true });
  await waitFor(() => expect(editor().value).toBe(''));
  expect(active()).toBe(2);
  await key('z', { ctrlKey: true });
  await waitFor(() => expect(active()).toBe(1));
  expect(editor().value).toBe('');
  await key('y', { ctrlKey: true });
  await waitFor(() => expect(editor().value).toBe('公務'));
  await waitFor(() => expect(backend.bench.docs[0]?.segments[0]?.target).toBe('公務'));
});

test('find walks the rows and replaces all as one act', async () => {
  await openCircular(8);
  await key('h', { ctrlKey: true });
  await waitFor(() => expect(document.activeElement).toBe(id('find-text')));
  await fireEvent.input(id('find-text'), { target: { value: '署任' } });
  expect(id('find-count').textContent).toBe('4 處');
  await key('Enter');
  await waitFor(() => expect(id('find-count').textContent).toMatch(/\d／4/));
  expect(document.activeElement).toBe(id('find-text'));
  await fireEvent.input(id('find-by'), { target: { value: '暫代' } });
  await fireEvent.click(id('find-replace-all'));
  await waitFor(() => expect(target(1)).toBe('公務員隊伍的暫代安排'));
  expect(target(2)).toContain('暫代安排');
  expect(state(1)).toBe('edited');
  expect(id('announcer').textContent).toContain('已取代 4 處');
  await fireEvent.click(id('find-close'));
  await key('z', { ctrlKey: true });
  await waitFor(() => expect(target(1)).toBe('公務員隊伍的署任安排'));
  expect(target(2)).toContain('署任安排');
  expect(state(1)).toBe('confirmed');
});

test('a segment is split at the caret and joined again, and both are undone', async () => {
  await openCircular(8);
  await fireEvent.click(row(2));
  const whole = row(2).querySelector('.src')?.textContent;
  await key('e', { ctrlKey: true });
  const source = (await find('split-source')) as HTMLTextAreaElement;
  await waitFor(() => expect(document.activeElement).toBe(source));
  source.setSelectionRange(13, 13);
  await key('Enter');
  await waitFor(() => expect(rows()).toHaveLength(9));
  expect(called('split_segment')[0]?.args['at']).toBe(13);
  expect(row(2).querySelector('.src')?.textContent).toContain('This Circular');
  expect(state(3)).toBe('untranslated');
  await waitFor(() => expect(document.activeElement).toBe(editor()));

  await key('z', { ctrlKey: true });
  await waitFor(() => expect(rows()).toHaveLength(8));
  await waitFor(() => expect(state(2)).toBe('confirmed'));
  expect(row(2).querySelector('.src')?.textContent).toBe(whole);
  await key('y', { ctrlKey: true });
  await waitFor(() => expect(rows()).toHaveLength(9));
  await key('j', { ctrlKey: true });
  await waitFor(() => expect(rows()).toHaveLength(8));
  await key('z', { ctrlKey: true });
  await waitFor(() => expect(rows()).toHaveLength(9));

  // The heading is a paragraph of its own.
  await fireEvent.click(row(1));
  await key('j', { ctrlKey: true });
  expect(id('announcer').textContent).toContain('不能合併');
  expect(called('join_segment')).toHaveLength(2);
});

test('an export with something open asks first, and is done anyway', async () => {
  await openCircular(3);
  await fireEvent.click(id('export-same'));
  expect((await find('message')).textContent).toContain('仍有句段未譯或有錯');
  expect(screen.queryByTestId('translate-written')).toBeNull();
  await fireEvent.click(id('message-action'));
  await waitFor(() =>
    expect(id('translate-written').textContent).toContain('CSB Circular 5-2026 (English).zh-Hant-HK.docx'),
  );
  expect(called('export_translation').map((call) => call.args['anyway'])).toEqual([false, true]);
  await fireEvent.click(id('export-more'));
  await fireEvent.click(await find('export-tmx'));
  await waitFor(() => expect(id('translate-written').textContent).toContain('.tmx'));
});

test('the issues are listed by segment, walked to and let stand', async () => {
  await openCircular(8);
  await fireEvent.click(id('translate-issues'));
  const panel = await find('issues-panel');
  const first = within(panel)
    .getByText(/詞彙表作/)
    .closest('button') as HTMLElement;
  await fireEvent.click(first);
  await waitFor(() => expect(active()).toBe(5));
  first.focus();
  await fireEvent.keyDown(first, { key: 'Delete' });
  await waitFor(() => expect(within(panel).queryByText(/詞彙表作/)).toBeNull());
  expect(document.activeElement?.textContent).toContain('電話號碼');
  await key('Escape');
  await waitFor(() => expect(screen.queryByTestId('issues-panel')).toBeNull());
  expect(document.activeElement).toBe(id('translate-issues'));
});

test('the glossary is edited, and takes what confirmed segments suggest', async () => {
  await openCircular(8);
  await fireEvent.click(id('translate-more'));
  await fireEvent.click(await find('bench-glossary'));
  await find('glossary');
  await waitFor(() => expect(id('term-list').querySelectorAll('tbody tr')).toHaveLength(3));
  await fireEvent.input(id('term-en'), { target: { value: 'circular' } });
  await fireEvent.input(id('term-zh'), { target: { value: '通告、通函' } });
  await fireEvent.keyDown(id('term-zh'), { key: 'Enter' });
  await waitFor(() => expect(backend.bench.terms).toContainEqual(expect.objectContaining({ zh: ['通告', '通函'] })));
  await fireEvent.click(within(id('term-suggestions')).getByText('署任津貼'));
  await waitFor(() => expect(within(id('term-suggestions')).queryByText('署任津貼')).toBeNull());
  expect(backend.bench.terms.map(({ en }) => en)).toContain('acting allowance');
});

test('two documents are aligned, looked over, and what is right is kept', async () => {
  backend.bench.aligned = [
    { en: 'One.', zh: '一。', confidence: 96, sure: true },
    { en: 'Two.', zh: '三。', confidence: 30, sure: false },
    { en: 'Four.', zh: '四。', confidence: 90, sure: true },
  ];
  await open();
  await fireEvent.click(id('translate-memory'));
  await waitFor(() => expect(id('memory-pairs').textContent).toContain('1,284'));
  await fireEvent.click(id('memory-align'));
  expect((await find('memory-aligned')).textContent).toBe('共 3 對，選了 2 對');
  await fireEvent.click(within(id('memory')).getByLabelText('存入 3'));
  await fireEvent.input(id('memory-note'), { target: { value: '通告' } });
  await fireEvent.click(id('memory-keep'));
  await waitFor(() => expect(id('memory-pairs').textContent).toContain('1,285'));
  expect(called('keep_aligned')[0]?.args).toEqual({
    pairs: [{ en: 'One.', zh: '一。', confidence: 96, sure: true }],
    note: '通告',
  });
});

test('a deleted translation can be taken back', async () => {
  backend.bench.circular();
  await open();
  await fireEvent.keyDown(await find('translate-row'), { key: 'Delete' });
  await waitFor(() => expect(screen.queryByTestId('translate-row')).toBeNull());
  await fireEvent.click(await find('message-action'));
  await fireEvent.keyDown(await find('translate-row'), { key: 'Delete' });
  await fireEvent.click(id('rail-draft'));
  await waitFor(() => expect(called('delete_translation')).toHaveLength(1));
});

test('a save that fails is told once and tried again', async () => {
  await openCircular();
  backend.script.fail['put_segments'] = NO_MODEL;
  await type('甲');
  await find('message');
  expect(id('saved-at').textContent).toContain('未能儲存');
  delete backend.script.fail['put_segments'];
  await waitFor(() => expect(backend.bench.docs[0]?.segments[0]?.target).toBe('甲'), { timeout: 4000 });
});
