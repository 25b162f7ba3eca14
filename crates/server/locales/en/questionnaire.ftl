# What a seller is asked after the protection fund has paid.
act-answer_questionnaire = Say what may have gone wrong
act-answer_questionnaire-hint = The platform has paid this dispute, and you keep your money. Your answers help us to find out what went wrong; nothing follows from them, and the buyer does not see them.
ask-answer_questionnaire-text = What else should the platform know?
done-answer_questionnaire = Thank you: your answers are with the platform.
opinion-none = No answer
opinion-yes = Yes
opinion-no = No
opinion-unsure = I do not know
need-answer = Please answer at least one question.
questionnaire-title = What the seller says went wrong
questionnaire-hint = Answered on { $at } after the platform had paid. The buyer does not see it.
event-questionnaire_answered = { $who } said what may have gone wrong
