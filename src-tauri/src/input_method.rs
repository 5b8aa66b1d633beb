//! Chinese input: the pre-edit text of an input method must be seen while it is composed.
//!
//! On Linux the web view's wrapper switches pre-edit off (wry 0.57 sets it to false, tauri issue 11412); it is switched
//! on again here. Other platforms need nothing.

use tauri::WebviewWindow;

/// Shows what is being composed in the window's fields.
#[cfg(target_os = "linux")]
pub fn show_composition(window: &WebviewWindow) {
    use webkit2gtk::{InputMethodContextExt, WebViewExt};
    let shown = window.with_webview(|webview| {
        if let Some(context) = webview.inner().input_method_context() {
            context.set_enable_preedit(true);
        }
    });
    if let Err(error) = shown {
        tracing::warn!(%error, "pre-edit text could not be switched on");
    }
}

/// Shows what is being composed in the window's fields.
#[cfg(not(target_os = "linux"))]
pub fn show_composition(_window: &WebviewWindow) {}
