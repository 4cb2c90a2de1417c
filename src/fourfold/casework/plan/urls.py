"""The addresses of the plan."""

from django.urls import path

from fourfold.casework.plan.views import parts, previewing, printing, sharing, writing

within = [
    path("cycles/<str:cycle>/plan/", writing.begin, name="begin"),
    path("plans/<str:plan>/", writing.plan_page, name="plan"),
    path("plans/<str:plan>/outcome/", parts.add_outcome, name="outcome_add"),
    path("plans/<str:plan>/support/", parts.add_line, name="line_add"),
    path("plans/<str:plan>/who-does-what/", parts.who_does_what, name="parts"),
    path("plans/<str:plan>/differently/", parts.add_adjustment, name="adjustment_add"),
    path("plans/<str:plan>/review-day/", parts.review_day, name="review_day"),
    path("plans/<str:plan>/share/", sharing.share, name="share"),
    path("plans/<str:plan>/preview/", previewing.preview, name="preview"),
    path("plans/<str:plan>/start/", sharing.start, name="start"),
    path("plans/<str:plan>/change/", writing.change_shared, name="change"),
    path("plan-outcomes/<str:outcome>/", parts.change_outcome, name="outcome"),
    path("plan-outcomes/<str:outcome>/remove/", parts.remove_outcome, name="outcome_remove"),
    path("plan-support/<str:line>/", parts.change_line, name="line"),
    path("plan-support/<str:line>/remove/", parts.remove_line, name="line_remove"),
    path("plan-differently/<str:adjustment>/", parts.change_adjustment, name="adjustment"),
    path(
        "plan-differently/<str:adjustment>/remove/",
        parts.remove_adjustment,
        name="adjustment_remove",
    ),
    path("shared-plans/<str:version>/", sharing.shared, name="shared"),
    path("shared-plans/<str:version>/plan.pdf", printing.version_file, name="file"),
    path("plans/<str:plan>/draft.pdf", printing.draft_file, name="draft_file"),
    path("shared-plans/<str:version>/say/", sharing.say, name="say"),
    path("shared-plans/<str:version>/note/", sharing.note_say, name="note_say"),
    path("shared-plans/<str:version>/share/", sharing.share_more, name="share_more"),
    path("shared-plans/<str:version>/handed-over/", sharing.hand_over, name="hand_over"),
    path("shared-plans/<str:version>/helps/", sharing.helps, name="helps"),
]
