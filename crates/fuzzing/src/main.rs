//! Writes the seeds of a target as files, for libFuzzer to begin with: `fuzzing TARGET FOLDER`; without arguments, names the targets.
use std::process::ExitCode;

fn main() -> std::io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, folder] = arguments.as_slice() else {
        for target in fuzzing::TARGETS {
            println!("{}", target.name);
        }
        return Ok(ExitCode::SUCCESS);
    };
    std::fs::create_dir_all(folder)?;
    for (number, seed) in (fuzzing::target(name).seeds)().iter().enumerate() {
        std::fs::write(format!("{folder}/seed-{number}"), seed)?;
    }
    Ok(ExitCode::SUCCESS)
}
