// Profiles as an officer meets them, over the mock of the program.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../App.svelte';
import { i18n } from '../i18n/index.svelte';
import { MockBackend } from '../mock/backend';
import type { ProfileRow } from '../platform/types';
import { Notices } from '../shell/notices.svelte';
import { copyOf, Profiles } from './profiles.svelte';

let backend: MockBackend;
const id = (name: string) => screen.getByTestId(name) as HTMLInputElement;
const find = (name: string) => screen.findByTestId(name);
const input = (name: string, value: string) => fireEvent.input(id(name), { target: { value } });
const value = (name: string) => id(name).value;
const pick = (name: string, wanted: string) => fireEvent.change(id(name), { target: { value: wanted } });

async function open() {
  mockIPC(backend.handle);
  render(App);
  await find('page');
}
const keep = (name: string, signer: string, tel: string) =>
  backend.profiles.keep({
    id: '',
    name,
    base: null,
    values: { signer: { zh: signer, en: `${signer} (E)` }, tel: { zh: tel, en: tel } },
  }).id;

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

test('an empty letterhead says how to fill it once, and the document takes the profile that is made there', async () => {
  await open();
  expect(screen.queryByTestId('letterhead-hint')).toBeNull();
  await pick('type-picker', 'letter');
  await fireEvent.click(await find('letterhead-fill'));
  await fireEvent.click(id('profile-save'));
  await screen.findByText('必須填寫。');
  expect(document.activeElement).toBe(id('profile-name'));
  await input('profile-name', '總部');
  await input('profile-department-zh', '環境保護署');
  await input('profile-address-zh', '香港灣仔');
  await input('profile-signer-zh', '陳大文');
  await input('profile-tel', '2835 1107');
  await fireEvent.keyDown(id('profile-tel'), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(screen.queryByTestId('profile')).toBeNull());
  await waitFor(() => expect(value('field-signer')).toBe('陳大文'));
  // A rare field that the profile filled stays folded away until it is asked for.
  expect(screen.queryByTestId('field-letterhead')).toBeNull();
  await fireEvent.click(id('more-fields'));
  expect(value('field-letterhead')).toBe('環境保護署\n香港灣仔');
  expect(value('field-tel')).toBe('2835 1107');
  expect(screen.queryByTestId('letterhead-hint')).toBeNull();
  // One profile, and the document has it: there is nothing to choose.
  expect(screen.queryByTestId('profile-switch')).toBeNull();
});

test('another profile replaces what nobody touched, as one act; the other language follows by the same rule', async () => {
  const [first, second] = [keep('總部', '陳大文', '2835 1107'), keep('新界區', '李小明', '2417 6116')];
  const { document } = backend.documents[0] ?? {};
  if (document) backend.documents[0] = { ...backend.documents[0]!, document: backend.profiles.fill(document, first) };
  await open();
  expect(value('field-signer')).toBe('陳大文');
  await input('field-tel', '2123 4567');
  await pick('profile-switch', second);
  await waitFor(() => expect(value('field-signer')).toBe('李小明'));
  expect(value('field-tel')).toBe('2123 4567');
  await fireEvent.keyDown(window, { key: 'z', ctrlKey: true });
  await waitFor(() => expect(value('field-signer')).toBe('陳大文'));
  expect(value('profile-switch')).toBe(first);
  await fireEvent.click(screen.getByLabelText('English'));
  await waitFor(() => expect(value('field-signer')).toBe('陳大文 (E)'));
  await fireEvent.keyDown(window, { key: 'z', ctrlKey: true });
  await waitFor(() => expect(value('field-signer')).toBe('陳大文'));
  expect(value('field-tel')).toBe('2123 4567');
});

test('a copy of the administrator’s holds nothing of its own, and stays based on it', () => {
  const row: ProfileRow = {
    profile: { id: 'epd', name: '環保署', base: null, values: { tel: { zh: '2835 1107', en: '2835 1107' } } },
    managed: 'enforced',
    baseLayer: null,
    baseValues: {},
    offered: true,
  };
  const copy = copyOf(row, '我的');
  expect(copy.profile).toEqual({ id: '', name: '我的', base: 'epd', values: {} });
  // A new one, where the administrator enforces one, is such a copy: it could not be used otherwise.
  const profiles = new Profiles({ groups: [], rows: [row], default: 'epd' }, new Notices());
  profiles.add();
  expect(profiles.open?.row.profile).toEqual({ id: '', name: '', base: 'epd', values: {} });
  expect([copy.baseLayer, copy.baseValues, copy.managed]).toEqual(['enforced', row.profile.values, null]);
  const own = copyOf({ ...row, managed: null, profile: { ...row.profile, base: 'x' } }, '另一份');
  expect(own.profile).toEqual({ ...row.profile, id: '', name: '另一份', base: 'x' });
});
