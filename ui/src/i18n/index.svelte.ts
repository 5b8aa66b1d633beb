// The language of the interface. `i18n.t` is reactive: the window changes language without a restart.

import type { Label, Lang } from '../platform/types';
import { enGB } from './en-GB';
import { zhHantHK, type Words } from './zh-Hant-HK';

export const dictionaries: Record<Lang, Words> = { 'zh-Hant-HK': zhHantHK, 'en-GB': enGB };

class I18n {
  lang = $state<Lang>('zh-Hant-HK');

  get t(): Words {
    return dictionaries[this.lang];
  }

  /** The wording of a label in the language of the interface, else in the other. */
  label(label: Label): string {
    return this.lang === 'en-GB' ? label.en || label.zh : label.zh || label.en;
  }

  /** `14:02`. */
  time(at: number): string {
    return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  }

  /** The time of today, else the day and the time: `昨天 14:02`, `23.11.2026 14:02`. */
  moment(at: number, now = Date.now()): string {
    const day = (ms: number) => new Date(ms).toDateString();
    if (day(at) === day(now)) return this.time(at);
    if (day(at) === day(now - 86_400_000)) return `${this.t.yesterday} ${this.time(at)}`;
    return `${this.day(at)} ${this.time(at)}`;
  }

  /** `23.11.2026`, as files are dated in both languages. */
  day(at: number): string {
    const date = new Date(at);
    return `${date.getDate()}.${date.getMonth() + 1}.${date.getFullYear()}`;
  }
}

export const i18n = new I18n();
/** A label in one given language. */
export const inLang = (label: Label, lang: Lang) => (lang === 'en-GB' ? label.en : label.zh);
