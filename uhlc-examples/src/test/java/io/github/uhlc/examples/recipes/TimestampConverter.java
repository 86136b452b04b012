package io.github.uhlc.examples.recipes;

import io.github.uhlc.Timestamp;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

// recipe
@Converter(autoApply = true)
public final class TimestampConverter implements AttributeConverter<Timestamp, String> {
  @Override
  public String convertToDatabaseColumn(Timestamp stamp) {
    return stamp == null ? null : stamp.toSortableString();
  }

  @Override
  public Timestamp convertToEntityAttribute(String column) {
    return column == null ? null : Timestamp.parseSortable(column);
  }
}
// end of recipe
