// Nobody asks where particles left. Interface of this folder: store_exit of a particle that left.

fn store_exit(particle: u32, code: u32) {}
