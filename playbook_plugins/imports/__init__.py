"""Old blogs on their way home: exports of Blogger and WordPress become posts and threads."""
