//! The desktop shell: a window over the use cases of `gungman-app`, and nothing else.
//!
//! May live here: the window, its commands (each a line or two that calls a use case), the one-instance lock, the fonts'
//! protocol, what a platform needs. May not: any rule about documents, languages, models or files.
//!
//! Commands live in [`commands`]; `ui/src/platform/` is the only place in the front end that calls them.

mod bench;
mod checks;
mod commands;
mod dues;
mod faces;
mod handed;
mod input_method;
mod instance;
mod minutes;
mod profiles;
mod replies;
mod rewriting;
mod summaries;

use std::process::ExitCode;
use std::sync::Arc;

use gungman_app::{Error, Office, Places, log};
use tauri::{Emitter, LogicalSize, Manager};

use crate::instance::Claim;

/// Starts the program and returns when its last window is closed.
#[must_use]
pub fn run() -> ExitCode {
    let places = match Places::find() {
        Ok(places) => places,
        Err(error) => return refuse(&error),
    };
    if let Err(error) = std::fs::create_dir_all(&places.data) {
        return refuse(&Error::DataFolder(format!("{}: {error}", places.data.display())));
    }
    log::start(&places.logs());
    let claim = match instance::claim(&places.data) {
        Ok(Claim::First(lock)) => lock,
        Ok(Claim::Second) => return ExitCode::SUCCESS,
        Err(error) => return refuse(&Error::DataFolder(format!("{}: {error}", places.data.display()))),
    };
    let fonts = places.fonts.clone();
    let opened = tauri::async_runtime::block_on(Office::open(places));
    if let Err(error) = &opened {
        tracing::error!(%error, "the office could not be opened");
    }
    let desk = commands::Desk::new(opened);
    desk.handed.hand(instance::named_files());
    let office = desk.office();
    let result = tauri::Builder::default()
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .manage(desk)
        .on_window_event(|window, event| {
            if let tauri::WindowEvent::DragDrop(tauri::DragDropEvent::Drop { paths, .. }) = event {
                hand(window.app_handle(), paths.clone());
            }
        })
        .register_uri_scheme_protocol("font", move |_, request| faces::serve(&fonts, request.uri().path()))
        .invoke_handler(commands::handler())
        .setup(move |app| {
            if let Some(window) = app.get_webview_window("main") {
                input_method::show_composition(&window);
                fit_the_screen(&window);
                instance::listen(claim, move |files| {
                    let _ = window.unminimize();
                    let _ = window.set_focus();
                    hand(window.app_handle(), files);
                });
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    match result {
        Ok(app) => {
            app.run(move |_, event| {
                if let tauri::RunEvent::Exit = event {
                    put_away(office.clone());
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => refuse(&Error::Resources(error.to_string())),
    }
}

/// Gives files to the window, which fetches them when it hears of them.
fn hand(app: &tauri::AppHandle, files: Vec<std::path::PathBuf>) {
    if !files.is_empty() {
        app.state::<commands::Desk>().handed.hand(files);
        let _ = app.emit("handed", ());
    }
}

/// A window larger than the screen is made as large as the screen: nothing of it may lie outside. A desktop that shows everything
/// at twice its size has half the room.
fn fit_the_screen(window: &tauri::WebviewWindow) {
    let Ok(Some(monitor)) = window.current_monitor() else { return };
    // The window has no size of its own before it is shown: what it is to have stands in tauri.conf.json.
    let Some(wanted) = window.config().app.windows.first().cloned() else { return };
    let room = monitor.size().to_logical::<f64>(monitor.scale_factor());
    let (width, height) = (wanted.width.min(room.width), wanted.height.min(room.height));
    if (width, height) != (wanted.width, wanted.height) {
        let least = |own: Option<f64>, now: f64| own.map_or(now, |own| own.min(now));
        let least = LogicalSize::new(least(wanted.min_width, width), least(wanted.min_height, height));
        let _ = window.set_min_size(Some(least));
        let _ = window.set_size(LogicalSize::new(width, height));
        let _ = window.set_position(*monitor.position());
    }
}

/// Ends the worker and closes the library before the program goes.
fn put_away(office: Option<Arc<Office>>) {
    if let Some(office) = office {
        tauri::async_runtime::block_on(async move {
            // The worker is killed when this process ends; a worker that does not answer must not keep the window open.
            let _ = tokio::time::timeout(std::time::Duration::from_secs(2), office.close()).await;
        });
    }
}

/// Says on the terminal why there is no window.
fn refuse(error: &Error) -> ExitCode {
    tracing::error!(%error, code = error.code(), "the program cannot start");
    eprintln!("Gungman: {error}");
    ExitCode::FAILURE
}
