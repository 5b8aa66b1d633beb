// The guides, for users and for administrators, in the language of the interface.

import * as adminEn from '../../../docs/guide/admin.en-GB.md';
import * as adminZh from '../../../docs/guide/admin.zh-Hant-HK.md';
import * as userEn from '../../../docs/guide/user.en-GB.md';
import * as userZh from '../../../docs/guide/user.zh-Hant-HK.md';
import type { Lang } from '../platform/types';

export type Guide = 'user' | 'admin';

export const GUIDES = {
  user: { 'zh-Hant-HK': userZh, 'en-GB': userEn },
  admin: { 'zh-Hant-HK': adminZh, 'en-GB': adminEn },
} as const satisfies Record<Guide, Record<Lang, { html: string; headings: readonly unknown[] }>>;
