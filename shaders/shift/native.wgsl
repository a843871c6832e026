// Right shifts of a word as the adapter's own instruction. Interface of this folder:
// shift_right_9, shift_right_11, shift_right_16, the same integers in every file.

fn shift_right_9(word: Word) -> Word { return word >> Word(9u); }
fn shift_right_11(word: Word) -> Word { return word >> Word(11u); }
fn shift_right_16(word: Word) -> Word { return word >> Word(16u); }
