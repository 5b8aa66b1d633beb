//! The commands of the profiles. What they take and give is in `gungman_app::profiles`.

use gungman_app::Error;
use gungman_app::profiles::{KeptProfile, Profile, ProfileBook};
use gungman_core::Document;
use tauri::{AppHandle, State};

use crate::commands::{Answer, Desk, ask, pick_one};

#[tauri::command]
pub async fn profiles(desk: State<'_, Desk>) -> Answer<ProfileBook> {
    ask!(desk, |office| office.profiles().await)
}

#[tauri::command]
pub async fn keep_profile(desk: State<'_, Desk>, profile: Profile) -> Answer<KeptProfile> {
    ask!(desk, |office| office.keep_profile(profile).await)
}

#[tauri::command]
pub async fn delete_profile(desk: State<'_, Desk>, id: String) -> Answer<ProfileBook> {
    ask!(desk, |office| office.delete_profile(&id).await)
}

#[tauri::command]
pub async fn prefer_profile(desk: State<'_, Desk>, id: String) -> Answer<ProfileBook> {
    ask!(desk, |office| office.prefer_profile(&id).await)
}

/// Puts a profile into the header of the document on the desk; none for its own, after its language or its type has changed.
#[tauri::command]
pub async fn fill_document(desk: State<'_, Desk>, document: Document, profile: Option<String>) -> Answer<Document> {
    ask!(desk, |office| office.fill_document(document, profile.as_deref()).await)
}

/// Takes in a profile from a file that the user picks; nothing when none was picked.
#[tauri::command]
pub async fn take_in_profile(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<KeptProfile>> {
    let Some(file) = pick_one(&app, "TOML", &["toml"]).await else { return Ok(None) };
    ask!(desk, |office| office.take_in_profile(&file, false).await.map(Some))
}

#[tauri::command]
pub async fn give_out_profile(desk: State<'_, Desk>, id: String) -> Answer<String> {
    ask!(desk, |office| office.give_out_profile(&id).await.map(|path| path.display().to_string()))
}
