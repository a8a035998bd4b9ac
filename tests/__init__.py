"""Behaviour people rely on, on real files, a real store and a real browser."""
