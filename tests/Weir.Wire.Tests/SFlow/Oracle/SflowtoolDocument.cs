using System.Text;
using System.Text.Json;

namespace Weir.Wire.Tests.SFlow.Oracle;

/// <summary>Reads what sflowtool wrote with <c>-J</c>: JSON objects one after another, one for each datagram, all values strings.</summary>
internal static class SflowtoolDocument
{
    /// <summary>Reads the objects.</summary>
    /// <param name="path">The file.</param>
    /// <param name="whole">False when the text ends inside an object, because sflowtool gave a datagram up.</param>
    public static List<JsonElement> Read(string path, out bool whole)
    {
        // Strings of agents may hold anything; what is no UTF-8 becomes U+FFFD on both sides.
        byte[] text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(File.ReadAllBytes(path)));
        List<JsonElement> datagrams = [];
        Utf8JsonReader reader = new(text, new JsonReaderOptions { AllowMultipleValues = true });
        whole = true;
        try
        {
            while (reader.Read())
            {
                datagrams.Add(JsonElement.ParseValue(ref reader));
            }
        }
        catch (JsonException)
        {
            whole = false;
        }

        return datagrams;
    }
}
