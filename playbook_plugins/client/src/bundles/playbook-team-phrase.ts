/** The words of passphrases; loaded when a team file is to be saved. */

export {newPhrase, phraseBits, phraseWords} from '../team/phrase-words.ts';
