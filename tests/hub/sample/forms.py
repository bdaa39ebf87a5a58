from django import forms

from sample import actions, policy
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import Edited, register_form


class ChildForm(EditForm):
    name = forms.CharField(label="Name", max_length=80, error_messages={"required": "Write the name."})
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    school = forms.CharField(label="School", max_length=80, required=False)
    born_on = forms.DateField(
        label="Born on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> None:
        if self.cleaned_data.get("note") == "At school" and not self.cleaned_data.get("school"):
            self.add_error("school", "Which school?")


class NewChildForm(EditForm):
    reference = forms.CharField(label="Reference", max_length=20)
    name = forms.CharField(label="Name", max_length=80)
    site = forms.CharField(label="Site", initial="london")


class VisitForm(EditForm):
    told = forms.CharField(label="What was told", widget=forms.Textarea(attrs={"rows": 4}))


of_child = {"reads": policy.READABLE, "writes": policy.WRITABLE, "leads_to": "sample:child"}
CHANGE = Edited(
    name="sample.change_child",
    title="Change a record",
    form=ChildForm,
    address="sample:change",
    shows=actions.CHILD_READ,
    **of_child,
)
BEGIN = Edited(
    name="sample.add_child",
    title="Add a record",
    form=NewChildForm,
    address="sample:begin",
    leads_to="sample:child",
    needs=policy.ADD,
)
TELL = Edited(
    name="sample.record_visit", title="Record a visit", form=VisitForm, address="sample:tell", takes="child", **of_child
)

for one in (CHANGE, BEGIN, TELL):
    register_form(one)
