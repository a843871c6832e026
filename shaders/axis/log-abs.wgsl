// Equal bins of ln |value|. Interface of this folder: see asinh.wgsl.

fn along(value: f32) -> f32 { return log(value); }
