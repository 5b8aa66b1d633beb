// What the mock's model "writes" for the sample jobs, and the facts of their points. Only for looking and for tests.

import type { CheckRow, FactKind } from '../platform/types';

export type Fact = [kind: FactKind, source: string, target: string];
export type Job = { match: string; paragraphs: string[]; another: string[]; facts: Fact[]; issues: CheckRow[] };

const issue = (code: string, zh: string, en: string, excerpt: string): CheckRow => ({
  code,
  severity: 'warning',
  message: { zh, en },
  field: null,
  block: null,
  excerpt,
  range: null,
  fix: null,
  sure: false,
});

export const jobs: Job[] = [
  {
    match: '火警演習',
    paragraphs: [
      '本署將於2026年12月8日下午3時在北角政府合署全層舉行火警演習，請各組安排人員參加。',
      '演習當日，各人員聽到警鐘後，應立即由樓梯步行至地下停車場集合，並向所屬組別的消防隊長報到。演習期間切勿使用升降機。',
      '請各組主管於2026年11月30日或之前，把組內消防隊長的名單交回本組，以保證演習順利進行。',
      '如有查詢，請致電2987 6543與李小明先生聯絡。',
    ],
    another: [
      '北角政府合署全層將於2026年12月8日下午3時舉行火警演習，現請各組人員參與。',
      '人員聽到警鐘，須沿樓梯前往地下停車場集合點名，不得使用升降機。',
      '各組主管請於2026年11月30日或之前提交消防隊長名單。查詢請致電2987 6543與李小明先生聯絡。',
    ],
    facts: [
      ['date', '12月8日', '2026年12月8日'],
      ['time', '下午3點', '下午3時'],
      ['place', '北角政府合署', '北角政府合署'],
      ['place', '地下停車場', '地下停車場'],
      ['date', '11月30日', '2026年11月30日'],
      ['name', '李小明先生', '李小明先生'],
      ['phone', '2987 6543', '2987 6543'],
    ],
    issues: [
      issue('promise', '「保證」在要點沒有提及。', '“保證” is not in the points.', '保證'),
      issue('wording', '「順利進行」可考慮刪去。', 'Consider leaving out “順利進行”.', '順利進行'),
    ],
  },
  {
    match: '將軍澳堆填區',
    paragraphs: [
      'We propose to use the government land adjacent to the Tseung Kwan O Landfill from 1 February 2027 to 31 July 2027 for placing environmental monitoring instruments.',
      'The site measures about 600 square metres. We will fence it off during the period and reinstate it before return. The cost is estimated at $480,000 and will be met from the Department’s own vote.',
      'Grateful if you would let us have your comments by 8 December 2026. Enquiries may be directed to Ms CHEUNG Wai-man.',
    ],
    another: [
      'We should like to use the government land beside the Tseung Kwan O Landfill from 1 February 2027 to 31 July 2027.',
    ],
    facts: [
      ['place', '將軍澳堆填區', 'Tseung Kwan O Landfill'],
      ['date', '1 February 2027', '1 February 2027'],
      ['date', '31 July 2027', '31 July 2027'],
      ['count', '600 square metres', '600 square metres'],
      ['money', '$480,000', '$480,000'],
      ['date', '8 December 2026', '8 December 2026'],
      ['name', 'Ms CHEUNG Wai-man', 'Ms CHEUNG Wai-man'],
      ['phone', '2835 1107', '2835 1107'],
    ],
    issues: [
      issue(
        'foreign',
        '「the Department’s own vote」在要點沒有提及。',
        '“the Department’s own vote” is not in the points.',
        'the Department’s own vote',
      ),
    ],
  },
  {
    match: '緩跑徑',
    paragraphs: [
      '你於2026年11月2日來信查詢鰂魚涌公園緩跑徑的重開日期，本署已經收悉。',
      '緩跑徑的維修工程因颱風影響而延誤，現預計可於2027年1月15日重新開放。在此期間，市民可使用鄰近的太古坊緩跑徑。',
      '如有查詢，請致電2960 3311與何小姐聯絡。',
    ],
    another: ['本署已收到你於2026年11月2日的來信。'],
    facts: [
      ['date', '11月2日', '2026年11月2日'],
      ['place', '鰂魚涌公園', '鰂魚涌公園'],
      ['date', '2027年1月15日', '2027年1月15日'],
      ['place', '太古坊', '太古坊'],
      ['phone', '2960 3311', '2960 3311'],
      ['name', '何小姐', '何小姐'],
    ],
    issues: [],
  },
];

/** For points the mock does not know: they become paragraphs as they are. */
export function jobFor(points: string): Job {
  const known = jobs.find((job) => points.includes(job.match));
  const lines = points
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return known ?? { match: '', paragraphs: lines, another: lines.slice().reverse(), facts: [], issues: [] };
}
