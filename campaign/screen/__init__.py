"""What a reader sees in the browser. Besides app.py and pages/, the only place that imports streamlit."""
