//! scratch
use resolution::policy::{presets, prove};

#[test]
fn scratch() {
    for name in presets::NAMES {
        let start = std::time::Instant::now();
        match prove(&presets::files(name).expect("shipped")) {
            Ok((_, proof)) => println!("{name} {:#?}", proof),
            Err(problems) => problems.iter().for_each(|p| println!("{p}")),
        }
        println!("{:?}", start.elapsed());
    }
}
