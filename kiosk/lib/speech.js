// SPDX-License-Identifier: Apache-2.0

/** How voices of a language name it, the likeliest first. */
const tongues = {
  'zh-Hans': ['zh-cn', 'zh-hans', 'cmn', 'zh'],
  'zh-Hant': ['zh-tw', 'zh-hant', 'zh-hk', 'cmn', 'zh'],
  en: ['en'],
};

const tagOf = (voice) => voice.lang.toLowerCase().replaceAll('_', '-');

/** The voice for a language, or nothing; one on this machine before one of a network. */
export function voiceFor(voices, language) {
  for (const tongue of tongues[language] ?? []) {
    const fit = voices.filter((voice) =>
      tagOf(voice) === tongue || tagOf(voice).startsWith(`${tongue}-`));
    if (fit.length) return fit.find((voice) => voice.localService) ?? fit[0];
  }
  return undefined;
}

/** A number as it is read out: letter by letter and digit by digit. */
export const spelled = (number) => [...number].join(' ');

/** Says a sentence if the browser has a voice of the language; nothing is said otherwise. */
export function speak(sentence, language, speech = globalThis.speechSynthesis) {
  const voice = voiceFor(speech?.getVoices() ?? [], language);
  if (!voice) return false;
  const saying = new SpeechSynthesisUtterance(sentence);
  saying.voice = voice;
  saying.lang = voice.lang;
  speech.cancel();
  speech.speak(saying);
  return true;
}

/** Ends what is being said. */
export const hush = () => globalThis.speechSynthesis?.cancel();

// Browsers fetch their voices when first asked for them, and have none at that moment.
globalThis.speechSynthesis?.getVoices();
