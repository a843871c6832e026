// Right shifts of a word by a float's addition, for adapters on which a shift takes as long as
// eight additions. The word with its k low bits cleared is, as a signed integer, a multiple of 2^k
// of at most 32 - k bits: with k >= 9 float32 holds it, and its sum with 1.5 x 2^(23 + k), exactly,
// and that sum's mantissa is the word shifted by k plus 2^22: a bit that 9 has to take back, and
// that is above those of 11 and 16. Interface of this folder: see native.wgsl.

fn shift_right_9(word: Word) -> Word {
  let sum = Number(bitcast<Integer>(word & Word(0xfffffe00u))) + 6442450944.0;
  return (bitcast<Word>(sum) ^ Word(0x00400000u)) & Word(0x007fffffu);
}

fn shift_right_11(word: Word) -> Word {
  let sum = Number(bitcast<Integer>(word & Word(0xfffff800u))) + 25769803776.0;
  return bitcast<Word>(sum) & Word(0x001fffffu);
}

fn shift_right_16(word: Word) -> Word {
  let sum = Number(bitcast<Integer>(word & Word(0xffff0000u))) + 824633720832.0;
  return bitcast<Word>(sum) & Word(0x0000ffffu);
}
