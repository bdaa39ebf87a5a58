"""How the programme says its outcomes and recommendations to young people."""

from __future__ import annotations

from typing import Final

TALK_TO: Final = "Talk to your worker, or to an adult you trust. Childline is free, day and night: ring 0800 1111."
PLAIN: Final = {
    "safety": "Being safe",
    "access": "Getting help from services",
    "cyp_understanding": "Knowing what exploitation is, and the risks",
    "risk": "Less risk of being exploited",
    "mental_health": "Feeling better in yourself",
    "relationships": "Getting on with family, carers and friends",
    "practitioner_understanding": "They know what exploitation is",
    "identification": "They spot it when a young person is at risk",
    "confidence": "They feel sure about how to help",
    "lasting_practice": "They work in new ways, and keep it up",
    "pathways_consistent": "The same steps, wherever you live",
    "pathways_understood": "Grown-ups know what to do with a worry",
    "pathways_suited": "Steps that fit what young people go through",
    "structures_response": "Rules that cover harm outside the home too",
    "victims": "Young people get help, not blame",
    "joint_working": "Services work together more",
    "information_shared": "Services tell each other more",
    "information_quality": "Services tell each other what matters",
    "rec-01": "Ask if services tell each other the right things, and not just how much.",
    "rec-02": "Let every young person score how things are, at the start and later on.",
    "rec-03": "Write down what should happen when someone is worried. Check it with the people who use it.",
    "rec-04": "Go back to people months after their training. Ask what they still do.",
    "rec-05": "Ask everyone again how they feel, even if the work ends early.",
    "rec-06": "Ask services why they tell each other less. Agree what to share each time they meet.",
    "rec-07": "In Birmingham, write down what to do when someone is worried. Check it with those who use it.",
}
