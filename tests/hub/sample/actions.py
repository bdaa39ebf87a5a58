from tideturn.hub.audit.actions import Kind, action

CHILD_ADDED = action("sample.add_child", Kind.WRITE, "added a record")
CHILD_CHANGED = action("sample.change_child", Kind.WRITE, "changed a record")
CHILD_CLOSED = action("sample.close_child", Kind.WRITE, "closed a record")
VISIT_RECORDED = action("sample.record_visit", Kind.WRITE, "recorded a visit")
CHILDREN_LISTED = action("sample.list_children", Kind.DISCLOSURE, "saw a list of records")
CHILDREN_SEARCHED = action("sample.search_children", Kind.DISCLOSURE, "searched by name")
CHILDREN_EXPORTED = action("sample.export_children", Kind.DISCLOSURE, "exported records")
CHILD_READ = action("sample.read_child", Kind.DISCLOSURE, "read a record")
PAPER_TAKEN = action("sample.take_paper", Kind.DISCLOSURE, "took a file")
