using System.Text;
using Weir.Analytics;

namespace Weir.Export.Events;

/// <summary>What an event must be like to be accepted, see <see cref="EventLimits"/>.</summary>
public static class EventRules
{
    // Up to so many fields, comparing their names with each other costs less than a set.
    private const int FewFields = 16;

    /// <summary>Adds everything that is wrong with an event to the problems.</summary>
    /// <returns>True when nothing is.</returns>
    public static bool Check(WeirEvent item, ICollection<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(problems);
        int before = problems.Count;
        CheckId(item.Id, problems);
        CheckWord("kind", item.Kind, problems);
        CheckWord("service", item.Service, problems);
        if (item.Subject is not { Length: <= EventLimits.MaxSubjectLength })
        {
            Refuse(problems, "subject", $"expected a text of at most {EventLimits.MaxSubjectLength} characters");
        }

        if (item.TimeNs < 0)
        {
            Refuse(problems, "timestamp", "expected a time after 1970");
        }

        if (!Enum.IsDefined(item.Severity))
        {
            Refuse(problems, "severity", $"expected one of {string.Join(", ", SeverityNames.All)}");
        }

        CheckMessage(item.Message, problems);
        CheckFields(item.Fields, problems);
        return problems.Count == before;
    }

    private static void CheckId(string? id, ICollection<Diagnostic> problems)
    {
        if (!EventIds.IsValid(id))
        {
            Refuse(problems, "id", $"expected 1 to {WeirEvent.MaxIdLength} printable ASCII characters without blanks");
        }
    }

    private static void CheckWord(string name, string? word, ICollection<Diagnostic> problems)
    {
        if (word is not { Length: > 0 and <= EventLimits.MaxWordLength })
        {
            Refuse(problems, name, $"expected a text of 1 to {EventLimits.MaxWordLength} characters");
        }
    }

    private static void CheckMessage(string? message, ICollection<Diagnostic> problems)
    {
        if (message is null)
        {
            Refuse(problems, "message", "is missing");
        }
        else if (message.Length > EventLimits.MaxMessageBytes || (message.Length > EventLimits.MaxMessageBytes / 3 && Encoding.UTF8.GetByteCount(message) > EventLimits.MaxMessageBytes))
        {
            Refuse(problems, "message", $"is longer than {EventLimits.MaxMessageBytes} bytes of UTF-8");
        }
    }

    private static void CheckFields(IReadOnlyList<EventField>? fields, ICollection<Diagnostic> problems)
    {
        if (fields is null)
        {
            Refuse(problems, "fields", "is missing");
            return;
        }

        if (fields.Count > EventLimits.MaxFields)
        {
            Refuse(problems, "fields", $"{fields.Count} fields: expected at most {EventLimits.MaxFields}");
            return;
        }

        HashSet<string>? seen = fields.Count > FewFields ? new(StringComparer.Ordinal) : null;
        for (int i = 0; i < fields.Count; i++)
        {
            string? name = fields[i].Name;
            if (name is not { Length: > 0 and <= EventLimits.MaxFieldNameLength })
            {
                Refuse(problems, "fields", $"expected names of 1 to {EventLimits.MaxFieldNameLength} characters");
            }
            else if (seen is null ? IsTaken(fields, i, name) : !seen.Add(name))
            {
                Refuse(problems, $"fields.{name}", "is there twice");
            }
        }
    }

    private static bool IsTaken(IReadOnlyList<EventField> fields, int before, string name)
    {
        for (int i = 0; i < before; i++)
        {
            if (fields[i].Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private static void Refuse(ICollection<Diagnostic> problems, string path, string message) => problems.Add(new Diagnostic(path, message));
}
