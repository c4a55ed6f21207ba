//! What landed, judged landing by landing.
