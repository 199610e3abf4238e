// SPDX-License-Identifier: Apache-2.0

import { language, t, has } from './i18n.js';

const base = '/api/v1';
const patience = 10_000;
const problemPrefix = 'urn:hallkeeper:problem:';

/** A refusal of the server, or silence (`name` is then `offline`), with its sentences. */
export class Problem extends Error {
  constructor({ name, status = 0, title, detail, field }) {
    super(detail || title || name);
    this.name = name;
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.field = field;
  }

  /** No answer came: whether the server did what was asked is not known. */
  get isSilence() {
    return this.name === 'offline';
  }

  static of(status, body) {
    const type = typeof body?.type === 'string' ? body.type : '';
    const name = type.startsWith(problemPrefix) ? type.slice(problemPrefix.length) : 'unexpected';
    const family = has(`problem.${name}.title`) ? `problem.${name}` : 'error.unexpected';
    return new Problem({
      name,
      status,
      title: body?.title ?? t(`${family}.title`),
      detail: body?.detail ?? t(`${family}.detail`),
      field: body?.field,
    });
  }

  static silence() {
    return new Problem({
      name: 'offline',
      title: t('error.offline.title'),
      detail: t('error.offline.detail'),
    });
  }
}

/**
 * A new name for one intended act.
 *
 * `crypto.randomUUID` is missing on plain HTTP beyond loopback, `getRandomValues` is not.
 */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function bodyOf(response) {
  const text = await response.text();
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function request(method, path, { body, key } = {}) {
  const headers = { 'Accept-Language': language(), Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const signal = AbortSignal.timeout(patience);
  let response, answer;
  try {
    response = await fetch(base + path, {
      method, headers, body: payload, signal, cache: 'no-store', credentials: 'same-origin',
    });
    answer = await bodyOf(response);
  } catch {
    throw Problem.silence();
  }
  if (!response.ok) throw Problem.of(response.status, answer);
  return answer;
}

/** Reads; answers the parsed body. */
export const get = (path) => request('GET', path);

/** Does something once; answers the parsed body, or null when there is none (204). */
export const post = (path, body = {}, key = newKey()) => request('POST', path, { body, key });

/** Ends something. */
export const remove = (path) => request('DELETE', path);

/**
 * Does something once, asking again under the same key while no answer comes.
 *
 * The key is what makes asking again safe: the server answers a repeated key with what it
 * did the first time.
 */
export async function postSurely(
  path, body, key, { pauses = [500, 1500], sleep = wait, send = post } = {},
) {
  for (const pause of pauses) {
    try {
      return await send(path, body, key);
    } catch (problem) {
      if (!problem.isSilence) throw problem;
      await sleep(pause);
    }
  }
  return send(path, body, key);
}

/** Milliseconds from now. */
export const wait = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
