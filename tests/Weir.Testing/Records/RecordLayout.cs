using Weir.Wire.SFlow;

namespace Weir.Testing.Records;

/// <summary>The layout of one structure in a few letters, kept apart from the code that reads it.</summary>
/// <param name="Kind">Flow or counter record.</param>
/// <param name="Enterprise">Enterprise of the tag.</param>
/// <param name="Format">Format of the tag.</param>
/// <param name="Items">Items in wire order; <c>u4*3</c> stands for three. See <see cref="RecordBodyBuilder"/>.</param>
public sealed record RecordLayout(RecordKind Kind, uint Enterprise, uint Format, string Items)
{
    public uint Tag => DataFormat.Make(Enterprise, Format);

    /// <summary>A valid body with values from <paramref name="random"/>.</summary>
    public RecordBody CreateBody(Random random)
    {
        RecordBodyBuilder builder = new(random);
        foreach (string item in Items.Split(' '))
        {
            string[] parts = item.Split('*');
            int count = parts.Length == 1 ? 1 : int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
            for (int i = 0; i < count; i++)
            {
                builder.Add(parts[0]);
            }
        }

        return builder.Build();
    }

    public override string ToString() => $"{Kind} {DataFormat.ToText(Tag)}";
}
