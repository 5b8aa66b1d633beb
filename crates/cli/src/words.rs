//! `gungman-cli words`.

use gungman_app::convert::words::table;
use gungman_app::{Error, Office};

use crate::args::Words;
use crate::exit::{Exit, Failed};

pub async fn run(office: &Office, job: &Words) -> Result<Exit, Failed> {
    match job {
        Words::List { json } => {
            let words = office.settled_words().await?;
            if *json {
                let json = serde_json::to_string_pretty(&words).map_err(|e| Error::Resources(e.to_string()))?;
                println!("{json}");
            } else {
                print!("{}", table(&words));
            }
            Ok(Exit::Done)
        }
        Words::Import { file } => {
            let taken = office.take_in_words(file).await?;
            for (number, line) in &taken.refused {
                eprintln!("✗ {number}: {line}");
            }
            eprintln!("匯入 {}，不合格 {} · {0} added, {1} refused", taken.words, taken.refused.len());
            Ok(if taken.refused.is_empty() { Exit::Done } else { Exit::Other })
        }
        Words::Remove { word, to } => {
            office.unsettle_word(*to, word).await?;
            Ok(Exit::Done)
        }
    }
}
