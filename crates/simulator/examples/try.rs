//! A try.
use simulator::{Plan, play};
use std::sync::Arc;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n = |i: usize| args[i].parse::<u64>().unwrap();
    let (from, to) = (n(1), n(2));
    for seed in from..=to {
        let plan = Plan { seed, orders: n(3) as u32, days: n(4) as u32, faults: args[5].parse().unwrap() };
        let begun = std::time::Instant::now();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let memory = store::MemoryStore::new();
        let store: Arc<dyn engine::ports::Store> =
            if args[6] == "2" { Arc::new(memory.shared()) } else { Arc::new(memory) };
        let done = runtime.block_on(play(plan, store, &|_| {}));
        match done {
            Ok(s) => {
                if from == to {
                    println!("{}", serde_json::to_string_pretty(&s).unwrap());
                }
                println!(
                    "seed {seed}: {} commands {} events {} faults, cases {:?}, {} {:?}",
                    s.all_commands(),
                    s.all_events(),
                    s.all_faults(),
                    s.cases,
                    &s.digest[..12],
                    begun.elapsed()
                );
            }
            Err(b) => println!("{b} {:?}", begun.elapsed()),
        }
    }
}
