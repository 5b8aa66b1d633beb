// What the shipped programs are made of: a CycloneDX 1.6 list (SBOM) and the licences of all parts, from one reading.
//
//   node scripts/lib/parts.mjs OUT_FOLDER        reads cargo's metadata from standard input
//
// Crates: what cargo resolved for this platform, followed from the three programs along normal dependencies (what only builds or tests is
// not shipped). Packages of the window: those of ui/package-lock.json that are not for development. Parts that no package manager lists:
// scripts/parts.json. The same tree always gives the same two files.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const out = process.argv[2];
const PROGRAMS = ['gungman', 'gungman-cli', 'gungman-worker'];
const LICENCE_FILE = /^(licen[cs]e|copying|unlicense|notice|copyright|ofl)/i;

const metadata = JSON.parse(readFileSync(0, 'utf8'));
const version = metadata.packages.find(({ name }) => name === 'gungman').version;
const parts = [...crates(), ...npmPackages(), ...others()].sort((a, b) => (a.purl < b.purl ? -1 : 1));

writeFileSync(join(out, 'sbom.cdx.json'), `${JSON.stringify(sbom(), null, 1)}\n`);
writeFileSync(join(out, 'third-party-licences.txt'), licences());
console.log(`${parts.length} parts`);

function crates() {
  const packages = new Map(metadata.packages.map((one) => [one.id, one]));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const checksums = lockedChecksums();
  const found = new Map();
  const todo = metadata.packages.filter(({ name, source }) => source === null && PROGRAMS.includes(name));
  while (todo.length > 0) {
    const one = todo.pop();
    if (found.has(one.id)) continue;
    found.set(one.id, one);
    for (const { pkg, dep_kinds: kinds } of nodes.get(one.id).deps) {
      if (kinds.some(({ kind }) => kind === null)) todo.push(packages.get(pkg));
    }
  }
  return [...found.values()]
    .filter(({ source }) => source !== null)
    .map(({ name, version, license, manifest_path: manifest }) => ({
      name,
      version,
      licence: spdx(license),
      purl: `pkg:cargo/${name}@${version}`,
      sha256: checksums.get(`${name} ${version}`),
      texts: licenceTexts(dirname(manifest)),
    }));
}

function lockedChecksums() {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  const row = /^name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"$/gm;
  return new Map([...lock.matchAll(row)].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}

function npmPackages() {
  const lock = JSON.parse(readFileSync(join(root, 'ui/package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, one]) => path !== '' && !one.dev && !one.devOptional && !one.optional)
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
      return { name, version, licence: spdx(license), purl, texts: licenceTexts(join(root, 'ui', path)) };
    });
}

/** Parts in other languages, which are built in or lie beside the programs. */
function others() {
  return JSON.parse(readFileSync(join(root, 'scripts/parts.json'), 'utf8')).parts.map((one) => ({
    ...one,
    version: one.version ?? process.env[one.pin],
    purl: `pkg:generic/${one.name.toLowerCase().replaceAll(' ', '-')}@${one.version ?? process.env[one.pin]}`,
    texts: (one.files ?? []).map((path) => join(root, path)).filter(existsSync).map(text),
  }));
}

/** Before SPDX had words, crates wrote "MIT/Apache-2.0". */
function spdx(expression) {
  return expression?.replaceAll('/', ' OR ');
}

function licenceTexts(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => LICENCE_FILE.test(name) && statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => text(join(folder, name)));
}

function text(path) {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
}

function sbom() {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `gungman@${version}`,
        name: 'gungman',
        version,
        licenses: [{ expression: 'Apache-2.0' }],
      },
    },
    components: parts.map(({ name, version, licence, purl, sha256 }) => ({
      type: 'library',
      'bom-ref': purl,
      name,
      version,
      ...(sha256 && { hashes: [{ alg: 'SHA-256', content: sha256 }] }),
      ...(licence && { licenses: [{ expression: licence }] }),
      purl,
    })),
  };
}

/** Each text once, under the names of all parts that carry it. */
function licences() {
  const bearers = new Map();
  for (const part of parts) {
    for (const words of part.texts) {
      const key = createHash('sha256').update(words.replace(/\s+/g, ' ')).digest('hex');
      const known = bearers.get(key) ?? { words, names: [] };
      known.names.push(`${part.name} ${part.version}`);
      bearers.set(key, known);
    }
  }
  const list = parts.map(({ name, version, licence, texts }) => {
    const none = texts.length === 0 ? ' (no text in its package)' : '';
    return `${name} ${version}: ${licence ?? 'see below'}${none}`;
  });
  const texts = [...bearers.values()].map(({ words, names }) => `${'='.repeat(78)}\n${names.join(', ')}\n\n${words}\n`);
  return `Parts by others in Gungman ${version}, and their licences\n\n${list.join('\n')}\n\n${texts.join('\n')}`;
}
