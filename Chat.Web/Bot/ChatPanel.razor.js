// Tells a component of the page which conversation the panel shows, now and whenever it becomes another.

export function tell(panel, dotnet) {
  const say = id => dotnet.invokeMethodAsync('ConversationChangedAsync', id).catch(() => {});
  panel.addEventListener('chatconversation', ({ detail }) => say(detail));
  if (panel.dataset.conversation) {
    say(panel.dataset.conversation);
  }
}
