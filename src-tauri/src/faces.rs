//! The four faces, served to the window from the program's own files: `font://localhost/NotoSansHK_400Regular.ttf`.

use std::path::Path;

use tauri::http::{Response, StatusCode, header};

/// The only files that are served.
const FACES: [&str; 4] =
    ["NotoSansHK_400Regular.ttf", "NotoSansHK_700Bold.ttf", "NotoSerifHK_400Regular.ttf", "NotoSerifHK_700Bold.ttf"];

/// Answers a request for a face; anything else is not found.
pub fn serve(folder: &Path, path: &str) -> Response<Vec<u8>> {
    let name = path.trim_start_matches('/');
    let bytes = FACES.contains(&name).then(|| std::fs::read(folder.join(name)).ok()).flatten();
    let (status, body) = match bytes {
        Some(bytes) => (StatusCode::OK, bytes),
        None => (StatusCode::NOT_FOUND, Vec::new()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("font/ttf"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("max-age=31536000, immutable"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_four_faces_are_served() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("NotoSansHK_700Bold.ttf"), b"face").unwrap();
        std::fs::write(folder.path().join("secret.txt"), b"secret").unwrap();
        assert_eq!(serve(folder.path(), "/NotoSansHK_700Bold.ttf").body(), b"face");
        for path in ["/secret.txt", "/../secret.txt", "/", "/NotoSansHK_400Regular.ttf"] {
            assert_eq!(serve(folder.path(), path).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
