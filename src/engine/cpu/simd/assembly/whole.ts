// Whether this is the whole kernel. The other one knows the run that the Watch page opens with
// alone, so that it is small: normal noise without correlation, SGD at a constant rate, saddles and a
// start in one point.
export const WHOLE: bool = true;
// Whether it knows regions of the mean loss, formulas and lists of scales of noise: not in the page in
// one file, and so not the small one.
export const ALL: bool = WHOLE;
